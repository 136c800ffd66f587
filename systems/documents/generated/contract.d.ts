// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.
export interface paths {
    "/incoming": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Danh sách văn bản đến / Incoming documents, newest first
         * @description A caller bound to a unit sees its own.
         */
        get: operations["listIncoming"];
        put?: never;
        /** Vào sổ văn bản đến / Enter a document that came on paper or by mail in the book; it gets the next incoming number of the unit and year */
        post: operations["registerIncoming"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/collection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lấy văn bản từ trục liên thông / Take what waits for a unit on the axis: list, fetch, store, acknowledge
         * @description The axis is told done only once a document is stored. Repeating it is harmless, so it needs no Idempotency-Key.
         */
        post: operations["collectIncoming"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Một văn bản đến / One incoming document with its history and the files it came with */
        get: operations["getIncoming"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/registration": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Vào sổ văn bản đến từ trục liên thông / Enter a document that arrived over the axis in the book
         * @description Tells the sender 03.
         */
        post: operations["registerArrived"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Từ chối văn bản đến / Refuse a document that arrived over the axis and is not for this unit or not whole
         * @description Tells the sender 02.
         */
        post: operations["refuseArrived"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/forwarding": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trình lãnh đạo / The office head lays a registered document before the leader */
        post: operations["forwardIncoming"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/direction": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lãnh đạo chỉ đạo xử lý / The leader gives the document to a department, with an instruction and, where there is one, a day */
        post: operations["directIncoming"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/assignment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Phân công xử lý / The department's head gives the document to an officer
         * @description Tells the sender 04.
         */
        post: operations["assignIncoming"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/processing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tiếp nhận xử lý / The officer takes the document up
         * @description Tells the sender 05.
         */
        post: operations["processIncoming"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/completion": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hoàn thành xử lý / The officer is done with the document
         * @description Tells the sender 06.
         */
        post: operations["finishIncoming"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/incoming/{id}/change-answer": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trả lời đề nghị thu hồi, cập nhật / Agree (15) or not (16) to the sender's recall, update or replacement of a document */
        post: operations["answerChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outgoing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Danh sách văn bản đi / Outgoing documents
         * @description Those signed and waiting come in the order they must leave, urgent first; others newest first.
         */
        get: operations["listOutgoing"];
        put?: never;
        /** Dự thảo văn bản đi / Draft a document of a unit */
        post: operations["draftOutgoing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outgoing/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Một văn bản đi / One outgoing document, with its history and what each receiver has told about it */
        get: operations["getOutgoing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outgoing/{id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trình ký / The department lays its draft before the leader; from here its text is fixed */
        post: operations["submitOutgoing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outgoing/{id}/return": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Trả lại dự thảo / The leader sends a draft back */
        post: operations["returnOutgoing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outgoing/{id}/signature": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ký văn bản / The leader signs
         * @description Recorded are signer, moment and the SHA-256 of what was signed: not a qualified electronic signature.
         */
        post: operations["signOutgoing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outgoing/{id}/issue": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cấp số, đóng dấu, phát hành / The clerk numbers, stamps and issues
         * @description The number is drawn in the same transaction, so a failed issue leaves no gap; receivers on the axis are sent the edXML message. Issuing an issued document answers with it, unchanged.
         */
        post: operations["issueOutgoing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outgoing/{id}/recall": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Thu hồi văn bản / The leader recalls an issued document
         * @description Tells every receiver 13.
         */
        post: operations["recallOutgoing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/books/{unit}/{year}/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit: components["schemas"]["Unit"];
                year: number;
                kind: "incoming" | "outgoing";
            };
            cookie?: never;
        };
        /** Sổ văn bản / The number book of a unit and year as it stands, with any gap or double in it */
        get: operations["getBook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mã định danh cơ quan / Codes on the axis of the province's office and communes
         * @description The communes' are assumed for rehearsals and marked so.
         */
        get: operations["listOrgans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rejected-messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Gói tin không đọc được / Messages from the axis that could not be read, kept with the reason; nothing that arrived is thrown away */
        get: operations["listRejectedMessages"];
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
        /**
         * Tra cứu thao tác đã lưu / How often each operation is stored, by the id it was acknowledged with
         * @description 1 is right, 0 is lost, 2 is doubled.
         */
        post: operations["lookupOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/receiveEdoc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Nhận gói tin từ trục liên thông / A document or status message from the axis, as text in `file_doc` or as the whole body
         * @description A repeated delivery changes nothing. A message that cannot be read is kept and answered FAIL with 200, since sending it again cannot help.
         */
        post: operations["receiveEdoc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/meeting-minutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nhận biên bản họp / Minutes and attendance of a closed meeting, entered in the book of the unit that held it */
        post: operations["receiveMeetingMinutes"];
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
        /** @description A commune's five-digit code, or the province's two digits for its own office. */
        Unit: string;
        Line: string;
        Note: string;
        Reason: {
            reason: components["schemas"]["Note"];
        };
        /** @enum {string} */
        Priority: "normal" | "urgent" | "very-urgent" | "express" | "timed";
        /** @enum {string} */
        IncomingState: "arrived" | "registered" | "refused" | "forwarded" | "directed" | "assigned" | "processing" | "finished";
        /** @enum {string} */
        OutgoingState: "draft" | "submitted" | "signed" | "issued" | "recalled";
        IncomingEntry: {
            unit: components["schemas"]["Unit"];
            /** @description The sending body's name. */
            from: components["schemas"]["Line"];
            /** @description Number and notation as printed: 123/QĐ-UBND. */
            notation: components["schemas"]["Line"];
            /** Format: date */
            date: string;
            subject: components["schemas"]["Line"];
            priority?: components["schemas"]["Priority"];
        };
        HistoryEntry: {
            /** Format: date-time */
            at: string;
            step: string;
            by: string;
            note?: string;
        };
        File: {
            contentId: string;
            name: string;
            description?: string;
            contentType: string;
            sizeBytes: number;
            sha256: string;
        };
        Incoming: {
            /** Format: uuid */
            id: string;
            unit: components["schemas"]["Unit"];
            /** @enum {string} */
            source: "paper" | "axis" | "meetings";
            state: components["schemas"]["IncomingState"];
            /** @description Number in the book of incoming documents; absent until registered. */
            number?: number;
            year?: number;
            from: string;
            fromOrgan?: string;
            documentId?: string;
            notation: string;
            /** Format: date */
            date: string;
            subject: string;
            priority: components["schemas"]["Priority"];
            leader?: string;
            department?: string;
            instruction?: string;
            officer?: string;
            /** Format: date */
            dueDate?: string;
            /** @enum {string} */
            changeAsked?: "recall" | "revocation" | "update" | "replacement";
            /** @description The organ code it was addressed to, where that is none of the province's. */
            addressedTo?: string;
            files?: components["schemas"]["File"][];
            history?: components["schemas"]["HistoryEntry"][];
        };
        Draft: {
            unit: components["schemas"]["Unit"];
            /** @enum {string} */
            type: "decision" | "directive" | "notice" | "plan" | "report" | "submission" | "minutes" | "invitation" | "letter";
            subject: components["schemas"]["Line"];
            content?: components["schemas"]["Note"];
            /** @description Abbreviation of the drafting department, in a letter's notation: VP. */
            department: string;
            priority?: components["schemas"]["Priority"];
            /** @description Bodies on the document axis. None means it is issued on paper only. */
            receivers?: {
                organId: string;
                name: components["schemas"]["Line"];
            }[];
            /**
             * Format: uuid
             * @description The incoming document it answers.
             */
            responseTo?: string;
            attachments?: {
                name: string;
                description?: string;
                contentType: string;
                /** @description Base64 with its padding, a multiple of four characters. */
                content: string;
            }[];
        };
        Outgoing: {
            /** Format: uuid */
            id: string;
            unit: components["schemas"]["Unit"];
            state: components["schemas"]["OutgoingState"];
            type: string;
            subject: string;
            content?: string;
            department: string;
            priority: components["schemas"]["Priority"];
            number?: number;
            year?: number;
            /** @description Number and notation: 05/QĐ-UBND. */
            notation?: string;
            /** Format: date */
            issuedOn?: string;
            documentId?: string;
            contentSha256?: string;
            /** Format: date-time */
            signedAt?: string;
            signer?: string;
            /**
             * Format: date-time
             * @description Latest moment of sending (Decision 28/2018/QĐ-TTg).
             */
            dispatchBy?: string;
            stampSha256?: string;
            receivers: {
                organId: string;
                name: string;
                /** @description What the receiver last told. */
                status?: string;
                /** Format: date-time */
                statusAt?: string;
            }[];
            files?: components["schemas"]["File"][];
            history?: components["schemas"]["HistoryEntry"][];
        };
        Book: {
            unit: components["schemas"]["Unit"];
            year: number;
            kind: string;
            count: number;
            first: number;
            last: number;
            gaps: number[];
            doubles: number[];
        };
        Organ: {
            organId: string;
            unit?: string;
            name: string;
            aliases: string[];
            /** @enum {string} */
            source: "assumed" | "axis";
        };
        Lookup: {
            ids: string[];
        };
        LookupAnswer: {
            counts: {
                [key: string]: number;
            };
        };
        AxisReply: {
            /** @enum {string} */
            status: "OK" | "FAIL";
            ErrorCode: string;
            ErrorDesc: string;
            DocId?: string;
        };
        MeetingMinutes: {
            /** Format: uuid */
            roomId: string;
            unit: components["schemas"]["Unit"];
            title: components["schemas"]["Line"];
            /** Format: date-time */
            closedAt: string;
            minutes: string;
            attendance: Record<string, never>[];
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
        RoadId: string;
        Id: string;
        UnitFilter: components["schemas"]["Unit"];
        Limit: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listIncoming: {
        parameters: {
            query?: {
                unit?: components["parameters"]["UnitFilter"];
                state?: components["schemas"]["IncomingState"];
                documentId?: string;
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        incoming: components["schemas"]["Incoming"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    registerIncoming: {
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
                "application/json": components["schemas"]["IncomingEntry"];
            };
        };
        responses: {
            /** @description Registered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    collectIncoming: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    unit: components["schemas"]["Unit"];
                };
            };
        };
        responses: {
            /** @description What was there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        listed: number;
                        taken: number;
                        failed: number;
                    };
                };
            };
            502: components["responses"]["Refused"];
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getIncoming: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    registerArrived: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Registered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    refuseArrived: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Refused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    forwardIncoming: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    leader: components["schemas"]["Line"];
                    note?: components["schemas"]["Note"];
                };
            };
        };
        responses: {
            /** @description Forwarded */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    directIncoming: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    department: components["schemas"]["Line"];
                    instruction: components["schemas"]["Note"];
                    /** Format: date */
                    dueDate?: string;
                };
            };
        };
        responses: {
            /** @description Directed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    assignIncoming: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    officer: components["schemas"]["Line"];
                    note?: components["schemas"]["Note"];
                };
            };
        };
        responses: {
            /** @description Assigned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    processIncoming: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In hand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    finishIncoming: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    result: components["schemas"]["Note"];
                };
            };
        };
        responses: {
            /** @description Finished */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    answerChange: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    agreed: boolean;
                    reason?: components["schemas"]["Note"];
                };
            };
        };
        responses: {
            /** @description Answered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incoming"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listOutgoing: {
        parameters: {
            query?: {
                unit?: components["parameters"]["UnitFilter"];
                state?: components["schemas"]["OutgoingState"];
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The documents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        outgoing: components["schemas"]["Outgoing"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    draftOutgoing: {
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
                "application/json": components["schemas"]["Draft"];
            };
        };
        responses: {
            /** @description Drafted */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outgoing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getOutgoing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outgoing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    submitOutgoing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Submitted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outgoing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    returnOutgoing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Returned */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outgoing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    signOutgoing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    competence?: components["schemas"]["Line"];
                    position: components["schemas"]["Line"];
                    fullName: components["schemas"]["Line"];
                };
            };
        };
        responses: {
            /** @description Signed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outgoing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    issueOutgoing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Issued */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outgoing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    recallOutgoing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /** @description Recalled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Outgoing"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getBook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                unit: components["schemas"]["Unit"];
                year: number;
                kind: "incoming" | "outgoing";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The book */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Book"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listOrgans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        organs: components["schemas"]["Organ"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listRejectedMessages: {
        parameters: {
            query?: {
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The messages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rejected: {
                            messageId: string;
                            /** Format: date-time */
                            receivedAt: string;
                            reason: string;
                        }[];
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
    receiveEdoc: {
        parameters: {
            query?: never;
            header: {
                "X-Road-Id": components["parameters"]["RoadId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string | {
                    file_doc: string;
                    messagetype?: string;
                    from?: string;
                };
            };
        };
        responses: {
            /** @description Taken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AxisReply"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    receiveMeetingMinutes: {
        parameters: {
            query?: never;
            header: {
                "X-Road-Id": components["parameters"]["RoadId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeetingMinutes"];
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
