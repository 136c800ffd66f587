// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.
export interface paths {
    "/bridge-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Các điểm cầu của tỉnh / Bridge points: one per former province merged into this one */
        get: operations["listBridgePoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Danh sách phòng họp / Rooms, latest first; a caller bound to a unit sees its own and those it is invited to */
        get: operations["listRooms"];
        put?: never;
        /** Tạo phòng họp cùng các điểm cầu / Create a room with its bridge points and its time */
        post: operations["createRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Một phòng họp / One room */
        get: operations["getRoom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        /** Đổi thời gian họp / Change when the meeting is; tokens follow */
        put: operations["scheduleRoom"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Danh sách đại biểu được mời / Delegates invited, without the tokens themselves */
        get: operations["listTokens"];
        put?: never;
        /** Cấp mã dự họp cho đại biểu / Issue one delegate's join token */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                token: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Thu hồi mã dự họp / Revoke a token; who joined with it is out */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Ai đang dự họp / Who is in: waiting, admitted, and whether still heard from */
        get: operations["listParticipants"];
        put?: never;
        /**
         * Vào phòng chờ / Enter the waiting room with a token; the token again replaces the earlier connection
         * @description The token stands for the Idempotency-Key; one token is one participant, whatever comes of the connection.
         */
        post: operations["joinRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/participants/{participant}/admission": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cho vào họp / Admit from the waiting room */
        post: operations["admitParticipant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/participants/{participant}/refusal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Từ chối cho vào họp / Refuse; the token is revoked */
        post: operations["refuseParticipant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/participants/{participant}/removal": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mời ra khỏi phòng họp / Remove from the room; the token is revoked, so it does not bring them back */
        post: operations["kickParticipant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/participants/{participant}/heartbeat": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Báo vẫn đang dự họp / Still here; 409 session-replaced for a connection another has taken the place of */
        post: operations["sendHeartbeat"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/participants/{participant}/departure": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rời phòng họp / Leave; the token still opens the room */
        post: operations["leaveRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Diễn biến phòng họp / What happened since; waits for the next event up to waitMs */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/closure": {
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
        /** Kết thúc cuộc họp / Close the room; attendance and minutes go to the documents system */
        post: operations["closeRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rooms/{id}/attendance": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        /** Thành phần dự họp / Every delegate invited, and whether they came; silence is absence */
        get: operations["getAttendance"];
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
    "/jwks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Khóa công khai kiểm tra mã dự họp / Public keys that check join tokens, for a media server */
        get: operations["getKeys"];
        put?: never;
        post?: never;
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
        BridgePoint: {
            /** @description Code of the former province. */
            code: string;
            name: string;
        };
        NewRoom: {
            unit: components["schemas"]["Unit"];
            title: components["schemas"]["Line"];
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            /** @description Codes of the former provinces taking part; absent, all of them. */
            bridgePoints?: string[];
        };
        Room: {
            /** Format: uuid */
            id: string;
            unit: components["schemas"]["Unit"];
            title: string;
            /** Format: date-time */
            startsAt: string;
            /** Format: date-time */
            endsAt: string;
            /** @enum {string} */
            state: "open" | "closed";
            bridgePoints: components["schemas"]["BridgePoint"][];
            lastEvent: number;
            /** Format: date-time */
            closedAt?: string;
            conclusion?: string;
        };
        /** @description Of a commune (unit) or of a bridge point; neither for a guest. */
        Delegate: {
            name: components["schemas"]["Line"];
            position?: components["schemas"]["Line"];
            unit?: components["schemas"]["Unit"];
            bridgePoint?: string;
        };
        Invitation: {
            /** Format: uuid */
            id: string;
            name: string;
            position?: string;
            unit?: string;
            bridgePoint?: string;
            /** Format: date-time */
            issuedAt: string;
            /** Format: date-time */
            revokedAt?: string;
        };
        IssuedToken: {
            /** Format: uuid */
            id: string;
            /** @description A signed JWT; show it to nobody but the delegate. */
            token: string;
            name: string;
            /** Format: date-time */
            expiresAt: string;
        };
        Joined: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            session: string;
            /** @enum {string} */
            state: "waiting" | "admitted";
            heartbeatSeconds: number;
        };
        Session: {
            /** Format: uuid */
            session: string;
        };
        Participant: {
            /** Format: uuid */
            id: string;
            name: string;
            position?: string;
            unit?: string;
            bridgePoint?: string;
            /** @enum {string} */
            state: "waiting" | "admitted" | "refused" | "removed" | "left";
            /** @enum {string} */
            presence: "present" | "away" | "outside";
            /** @enum {string} */
            mediaState: "not-measured";
            /** Format: date-time */
            joinedAt: string;
            /** Format: date-time */
            lastSeenAt: string;
        };
        Attendance: {
            name: string;
            position?: string;
            unit?: string;
            bridgePoint?: string;
            /** @enum {string} */
            came: "attended" | "not-admitted" | "never-joined";
            /** @description Heard from by heartbeat; says nothing of picture or sound. */
            presentSeconds: number;
        };
        Event: {
            seq: number;
            /** Format: date-time */
            at: string;
            type: string;
            /** Format: uuid */
            participant?: string;
            name?: string;
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
        Id: string;
        Participant: string;
        Limit: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listBridgePoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bridge points */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bridgePoints: components["schemas"]["BridgePoint"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listRooms: {
        parameters: {
            query?: {
                state?: "open" | "closed";
                limit?: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rooms */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rooms: components["schemas"]["Room"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    createRoom: {
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
                "application/json": components["schemas"]["NewRoom"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getRoom: {
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
            /** @description The room */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    scheduleRoom: {
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
                    /** Format: date-time */
                    startsAt: string;
                    /** Format: date-time */
                    endsAt: string;
                };
            };
        };
        responses: {
            /** @description The room */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Room"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listTokens: {
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
            /** @description The invitations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tokens: components["schemas"]["Invitation"][];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header: {
                /** @description Unique for what is to be done; the same key again answers with the first result. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Delegate"];
            };
        };
        responses: {
            /** @description Issued */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedToken"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listParticipants: {
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
            /** @description The participants */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        participants: components["schemas"]["Participant"][];
                        /** @description Admitted and heard from within the limit. */
                        present: number;
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    joinRoom: {
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
                    token: string;
                };
            };
        };
        responses: {
            /** @description Waiting or admitted again */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Joined"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    admitParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Admitted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    refuseParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    kickParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    sendHeartbeat: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Session"];
            };
        };
        responses: {
            /** @description Noted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    leaveRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["parameters"]["Id"];
                participant: components["parameters"]["Participant"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Session"];
            };
        };
        responses: {
            /** @description Left */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                after?: number;
                waitMs?: number;
            };
            header?: never;
            path: {
                id: components["parameters"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events in order, at most 200 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["Event"][];
                        /** @description Number to ask after next time. */
                        last: number;
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    closeRoom: {
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
                    conclusion: string;
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
                    "application/json": components["schemas"]["Room"];
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
    getAttendance: {
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
            /** @description The list */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attendance: components["schemas"]["Attendance"][];
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
    getKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JSON Web Key Set */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: Record<string, never>[];
                    };
                };
            };
            503: components["responses"]["Refused"];
            "4XX": components["responses"]["Refused"];
        };
    };
}
