// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.
export interface paths {
    "/procedures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Danh mục thủ tục và cấu hình / Procedures and how they are configured
         * @description A limit or fee that is null is neither published nor configured.
         */
        get: operations["listProcedures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/procedures/{code}/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Cấu hình thời hạn và phí, lệ phí / Set the province's limit and fee */
        put: operations["configureProcedure"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Danh sách hồ sơ / List dossiers
         * @description In the order they were stored; `next` is the `after` of the following page, absent on the last. No personal data.
         */
        get: operations["listDossiers"];
        put?: never;
        /**
         * Nộp hồ sơ / Submit a dossier
         * @description The same Idempotency-Key again gives the same dossier (200 instead of 201). A former unit's code is taken when it has exactly
         *     one successor; a code that is in force counts as that unit.
         */
        post: operations["submitDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Đối soát thao tác đã xác nhận / How often each operation is stored, by the id it was acknowledged with
         * @description An id is a dossier's code or the Idempotency-Key it was submitted with. 1 is right, 0 is lost, 2 is doubled.
         */
        post: operations["lookupOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/in-flight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tiếp nhận hồ sơ đang giải quyết của đơn vị cũ / Take over a former unit's dossiers in flight
         * @description All or none. Each keeps its code and former unit and belongs to the successor from now on.
         */
        post: operations["importInFlight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        /** Hồ sơ và quá trình giải quyết / A dossier with its steps */
        get: operations["getDossier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tiếp nhận, hẹn ngày trả / Accept, with the due date */
        post: operations["acceptDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Từ chối tiếp nhận, nêu lý do / Reject, with the reason */
        post: operations["rejectDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/processing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Thụ lý / Start processing */
        post: operations["startProcessing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/supplement-request": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Yêu cầu bổ sung; dừng tính thời hạn / Request a supplement; the clock stops */
        post: operations["requestSupplement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/supplement": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nộp bổ sung; tiếp tục tính thời hạn / Supply what was asked for; the clock goes on */
        post: operations["supplyDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/payment-request": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Thông báo nghĩa vụ tài chính / Give notice of a financial obligation */
        post: operations["requestPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/payment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Xác nhận đã nộp / Confirm the payment */
        post: operations["confirmPayment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rút hồ sơ / Withdraw */
        post: operations["withdrawDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Dừng xử lý, nêu lý do / Stop, with the reason */
        post: operations["stopDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/completion": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hoàn thành xử lý / Finish */
        post: operations["finishDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossiers/{code}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trả kết quả / Hand over the result */
        post: operations["handOverDossier"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Thống kê theo đơn vị và trạng thái / Counts by unit and status */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/nhanhsdvcqg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Nhận hồ sơ từ Cổng Dịch vụ công quốc gia / Take dossiers filed at the national portal
         * @description Answered like the portal's own services; error_code -1 with a message is a refusal, and nothing was stored.
         */
        post: operations["receivePortalDossiers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        UnitCode: string;
        /** @enum {integer} */
        Status: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
        Note: string;
        Line: string;
        /** @description National code, or with a unit’s suffix: 1.004873, 1.004873.000.00.00.H29. */
        ProcedureCode: string;
        /** @enum {string} */
        Channel: "counter" | "online" | "post";
        Text: {
            vi: string;
            en: string;
        };
        Applicant: {
            /** @enum {string} */
            kind: "citizen" | "enterprise" | "state-body" | "organisation";
            name: string;
            /** @description 9 or 12 digits for a citizen; never a placeholder such as 000000001. */
            idNumber: string;
            phone?: string;
        };
        Paper: {
            name: components["schemas"]["Line"];
            digitised: boolean;
        };
        Submission: {
            procedure: components["schemas"]["ProcedureCode"];
            caseCode?: string;
            unit: components["schemas"]["UnitCode"];
            channel: components["schemas"]["Channel"];
            applicant: components["schemas"]["Applicant"];
            summary: components["schemas"]["Note"];
            papers?: components["schemas"]["Paper"][];
        };
        InFlightDossier: {
            code: string;
            formerUnit: components["schemas"]["UnitCode"];
            /** @description Only where the former unit was divided. */
            unit?: components["schemas"]["UnitCode"];
            procedure: components["schemas"]["ProcedureCode"];
            channel: components["schemas"]["Channel"];
            applicant: components["schemas"]["Applicant"];
            summary: components["schemas"]["Note"];
            /** @enum {integer} */
            status: 1 | 2 | 4 | 5 | 6;
            /** Format: date-time */
            submittedAt: string;
            /** Format: date-time */
            acceptedAt?: string;
            /** Format: date-time */
            dueAt?: string;
            /**
             * Format: date-time
             * @description Since when a supplement is awaited.
             */
            stoppedAt?: string;
        };
        Step: {
            number: number;
            action: string;
            from?: components["schemas"]["Status"];
            to: components["schemas"]["Status"];
            person: string;
            /** Format: date-time */
            at: string;
            note?: string;
        };
        DossierSummary: {
            seq: number;
            code: string;
            procedure: string;
            procedureName: string;
            unit: components["schemas"]["UnitCode"];
            unitName: string;
            formerUnit?: components["schemas"]["UnitCode"];
            channel: components["schemas"]["Channel"];
            /** @enum {string} */
            origin: "here" | "portal" | "former-system";
            status: components["schemas"]["Status"];
            statusName: components["schemas"]["Text"];
            /** Format: date-time */
            submittedAt: string;
            /** Format: date-time */
            acceptedAt?: string;
            /** Format: date-time */
            dueAt?: string;
            /** Format: date-time */
            finishedAt?: string;
            /** Format: date-time */
            returnedAt?: string;
            /** @description Decision 766; once finished. */
            onTime?: boolean;
            supplementRequests: number;
            steps?: components["schemas"]["Step"][];
        };
        Dossier: components["schemas"]["DossierSummary"] & {
            applicant: components["schemas"]["Applicant"];
            summary: string;
            papers: components["schemas"]["Paper"][];
            steps: components["schemas"]["Step"][];
            resultName?: string;
        };
        Configuration: {
            limitWorkingDays: number;
            feeVnd: number;
        };
        Procedure: {
            code: string;
            name: string;
            field: string;
            /** @description The province’s, else the published one; null where only cases have limits or none is attested. */
            limitWorkingDays: number | null;
            cases: {
                code: string | null;
                quantity: number;
                /** @enum {string} */
                unit: "working-day" | "day" | "hour" | "other";
            }[];
            steps: components["schemas"]["Text"][];
            feeVnd: number | null;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            faults?: {
                where: string;
                message: string;
            }[];
        };
    };
    responses: {
        /** @description The dossier as it is now. */
        Dossier: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Dossier"];
            };
        };
        /** @description A refusal (RFC 9457). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        Code: string;
    };
    requestBodies: {
        Reason: {
            content: {
                "application/json": {
                    note: components["schemas"]["Note"];
                };
            };
        };
        Remark: {
            content: {
                "application/json": {
                    note?: components["schemas"]["Note"];
                };
            };
        };
    };
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listProcedures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        procedures: components["schemas"]["Procedure"][];
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    configureProcedure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Configuration"];
            };
        };
        responses: {
            /** @description As configured now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Procedure"];
                };
            };
            422: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    listDossiers: {
        parameters: {
            query?: {
                unit?: components["schemas"]["UnitCode"];
                status?: components["schemas"]["Status"];
                /** @description Submitted at or after this time. */
                since?: string;
                after?: number;
                limit?: number;
                include?: "steps";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dossiers: components["schemas"]["DossierSummary"][];
                        next?: number;
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    submitDossier: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            200: components["responses"]["Dossier"];
            201: components["responses"]["Dossier"];
            422: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    lookupOperations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ids: string[];
                };
            };
        };
        responses: {
            /** @description The counts, one for each id. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        counts: {
                            [key: string]: number;
                        };
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    importInFlight: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    dossiers: components["schemas"]["InFlightDossier"][];
                };
            };
        };
        responses: {
            /** @description Taken over. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        imported: number;
                    };
                };
            };
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    getDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Dossier"];
            404: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    acceptDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    caseCode?: string;
                    /** @description Only where no source gives a limit. */
                    limitWorkingDays?: number;
                    note?: components["schemas"]["Note"];
                };
            };
        };
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            422: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    rejectDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Reason"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    startProcessing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Remark"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    requestSupplement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Reason"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    supplyDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Remark"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    requestPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Reason"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    confirmPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Remark"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    withdrawDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Remark"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    stopDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["Reason"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    finishDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    resultName?: components["schemas"]["Line"];
                    note?: components["schemas"]["Note"];
                };
            };
        };
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    handOverDossier: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: components["parameters"]["Code"];
            };
            cookie?: never;
        };
        requestBody?: components["requestBodies"]["Remark"];
        responses: {
            200: components["responses"]["Dossier"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    getStatistics: {
        parameters: {
            query?: {
                unit?: components["schemas"]["UnitCode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Units and statuses without dossiers are left out. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        total: number;
                        counts: {
                            unit: components["schemas"]["UnitCode"];
                            status: components["schemas"]["Status"];
                            count: number;
                        }[];
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    receivePortalDossiers: {
        parameters: {
            query?: never;
            header: {
                "X-Road-Id": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {unknown} */
                    isUpdating: "True" | "False";
                    data: Record<string, never>[];
                };
            };
        };
        responses: {
            /** @description Taken, or refused with the reason. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        error_code: "0" | "-1";
                        message: string;
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
}
