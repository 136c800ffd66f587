// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.
export interface paths {
    "/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Danh sách mẫu báo cáo / Report templates */
        get: operations["listTemplates"];
        put?: never;
        /** Ban hành mẫu báo cáo / Create a report template */
        post: operations["createTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
            };
            cookie?: never;
        };
        /** Một mẫu báo cáo / One report template */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template}/periods/{period}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        /** Kỳ báo cáo / What the period covers, when it is due, and whether it is closed */
        get: operations["getPeriod"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template}/periods/{period}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        /** Các phiên bản báo cáo của một đơn vị / Every version of a unit's report, newest first */
        get: operations["listReports"];
        put?: never;
        /** Gửi báo cáo / Submit a unit's signed report; the same unit again makes a new version that replaces the old */
        post: operations["submitReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template}/periods/{period}/total": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        /** Tổng hợp toàn tỉnh / The province's total, with the units it has and those it lacks */
        get: operations["getTotal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template}/periods/{period}/late": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        /** Đơn vị chậm báo cáo / How each unit stands against the due date */
        get: operations["listLate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template}/periods/{period}/closure": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Chốt số liệu và gửi cấp trên / Close the period; the province's summary goes to the national data exchange */
        post: operations["closePeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{template}/periods/{period}/reopening": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mở lại kỳ báo cáo / Reopen a closed period for corrections; closing it again sends a new version */
        post: operations["reopenPeriod"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dossier-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Số hồ sơ đã giải quyết theo đơn vị và ngày / Finished dossiers by unit and day, as the procedures system told */
        get: operations["listDossierCounts"];
        put?: never;
        post?: never;
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
        /** Tra cứu thao tác đã lưu / How often each acknowledged operation is stored: 1 is right, 0 is lost, 2 is doubled */
        post: operations["lookupOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/dossier-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nhận sự kiện hồ sơ đã giải quyết / One finished dossier, from the procedures system; a repeated delivery counts once */
        post: operations["receiveDossierEvent"];
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
        /** @description A commune's code. A report of a former one counts for its only successor; elsewhere a former code is refused with the codes in its place. */
        Unit: string;
        /** Format: date */
        Day: string;
        Line: string;
        Template: {
            code: string;
            name: components["schemas"]["Line"];
            /** @enum {string} */
            every: "month" | "quarter" | "half-year" | "nine-months" | "year";
            /**
             * @description cut-off-14: from the 15th to the 14th (Decree 09/2019/NĐ-CP); calendar: whole calendar months.
             * @enum {string}
             */
            window: "cut-off-14" | "calendar";
            indicators: components["schemas"]["Indicator"][];
        };
        Indicator: {
            /** @description Never changes and is never used for anything else. */
            code: string;
            name: components["schemas"]["Line"];
            /** @description hồ sơ, triệu đồng, % … */
            unit: string;
            /** @default 0 */
            decimals: number;
            /** @description Makes the indicator derived: finishedOnTime / finished * 100. Never typed in. */
            formula?: string;
        };
        Value: {
            indicator: string;
            /** @description 0 to 10^12, with at most the decimals of its indicator. */
            value: number;
            unit: string;
        };
        Submission: {
            unit: components["schemas"]["Unit"];
            /** @description Only a signed report is taken. */
            signed: boolean;
            signedBy: string;
            values: components["schemas"]["Value"][];
            /** @description Sent through the documents system while this one was down, and entered here afterwards. */
            fallback?: {
                notation: string;
                sentOn: components["schemas"]["Day"];
            };
        };
        Report: {
            /** Format: uuid */
            id: string;
            template: string;
            period: string;
            unit: string;
            /** @description The abolished unit whose figures these are. */
            formerUnit?: string;
            version: number;
            /** Format: date-time */
            submittedAt: string;
            signedBy: string;
            fallback?: Record<string, never>;
            values: components["schemas"]["Value"][];
        };
        Period: {
            template: string;
            period: string;
            from: components["schemas"]["Day"];
            to: components["schemas"]["Day"];
            dueOn: components["schemas"]["Day"];
            /** @enum {string} */
            state: "open" | "closed";
            /** @description How often a summary has been sent. */
            summaryVersion: number;
        };
        Total: {
            template: string;
            period: string;
            expected: number;
            reported: number;
            /** @description Units of which only some former units have reported. */
            partial: string[];
            /** @description Units nobody has heard from. */
            missing: string[];
            values: {
                indicator: string;
                unit: string;
                /** @description Null where nothing was reported or a ratio has no denominator. */
                value: number | null;
            }[];
        };
        Standing: {
            dueOn: components["schemas"]["Day"];
            onTime: string[];
            /** @description Reported after the due day. */
            late: string[];
            /** @description Due and not reported. */
            missing: string[];
            /** @description Not reported, not due yet. */
            pending: string[];
        };
        DossierCount: {
            unit: string;
            day: components["schemas"]["Day"];
            finished: number;
            onTime: number;
        };
        DossierEvent: {
            dossier: string;
            unit: components["schemas"]["Unit"];
            procedure?: string;
            /** Format: date-time */
            finishedAt: string;
            onTime?: boolean;
        };
        Lookup: {
            ids: string[];
        };
        LookupAnswer: {
            counts: {
                [key: string]: number;
            };
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
        /** @description Refused */
        Refused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Unique for what is to be done; the same key again answers with the first result. */
        IdempotencyKey: string;
        Template: string;
        /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
        Period: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        templates: components["schemas"]["Template"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    createTemplate: {
        parameters: {
            query?: never;
            header: {
                /** @description Unique for what is to be done; the same key again answers with the first result. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Template"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getPeriod: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The period */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Period"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listReports: {
        parameters: {
            query: {
                unit: components["schemas"]["Unit"];
            };
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The versions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        reports: components["schemas"]["Report"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    submitReport: {
        parameters: {
            query?: never;
            header: {
                /** @description Unique for what is to be done; the same key again answers with the first result. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Submission"];
            };
        };
        responses: {
            /** @description Stored */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getTotal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The total */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Total"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listLate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The standing */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    closePeriod: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Close although units have not reported; the summary names them.
                     * @default false
                     */
                    withoutMissing?: boolean;
                };
            };
        };
        responses: {
            /** @description Closed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Period"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    reopenPeriod: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                template: components["parameters"]["Template"];
                /** @description Month 202606, quarter 20262, half-year 2026H1, nine months 2026M9, year 2026; the template says which it wants. */
                period: components["parameters"]["Period"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Open again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Period"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listDossierCounts: {
        parameters: {
            query: {
                from: string;
                to: string;
                unit?: components["schemas"]["Unit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        counts: components["schemas"]["DossierCount"][];
                        total: number;
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
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
                "application/json": components["schemas"]["Lookup"];
            };
        };
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LookupAnswer"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    receiveDossierEvent: {
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
                "application/json": components["schemas"]["DossierEvent"];
            };
        };
        responses: {
            /** @description Taken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        result: "done" | "repeated";
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
}
