// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.
export interface paths {
    "/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Danh sách gói tin / List messages
         * @description In the order they were stored. `next` is the `after` of the following page, absent on the last.
         */
        get: operations["listMessages"];
        put?: never;
        /**
         * Nhận và lưu một gói tin để chuyển tiếp / Take a message for store and forward
         * @description 202: stored, will be delivered until the receiver has answered 2xx. 200: the same message again. 409: the id was
         *     used for another message. 403: no right allows this client to send to this service.
         */
        post: operations["storeMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trạng thái một gói tin / The state of one message
         * @description A system sees its own messages only; another's is 404.
         */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nhật ký có ký số / The signed log */
        get: operations["listLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Đầu chuỗi nhật ký, có chữ ký / The signed head of the log
         * @description The signature is over the 32 bytes of `hash`; null while the log is empty.
         */
        get: operations["getLogProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/peers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Các hệ thống kết nối và hàng đợi / Peers and their backlog */
        get: operations["listPeers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/listClients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Danh sách hệ thống thành viên / Members and subsystems (PR-META) */
        get: operations["listClients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gói tin kiểm tra đường truyền / Receives a probe the exchange delivered to itself
         * @description What the essential path and the load test send, so that no other system is filled with test messages.
         */
        post: operations["receiveProbe"];
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
        PostedMessage: {
            /**
             * Format: uuid
             * @description The same id never has two effects.
             */
            id: string;
            /** @description A peer; exchange itself for probes. */
            to: string;
            service: string;
            /** @description Any JSON of RFC 7493; sent to the receiver as canonical JSON. Refused is what would arrive changed: U+0000, half of a surrogate pair, an integer beyond 2^53 - 1, more than 64 levels. */
            body: unknown;
            /** @description Messages of one client to one receiver with the same stream are delivered in the order they were stored. */
            stream?: string;
        };
        StoredMessage: {
            position: number;
            /** Format: uuid */
            id: string;
            /** @description instance/class/member/subsystem. */
            client: string;
            to: string;
            service: string;
            stream?: string | null;
            /** @enum {string} */
            state: "stored" | "delivered";
            attempts: number;
            lastError?: string | null;
            /** Format: date-time */
            storedAt: string;
            /** Format: date-time */
            deliveredAt?: string | null;
            requestHash: string;
            answerStatus?: number | null;
            /** @description The receiver's answer, its first 2000 characters. */
            answer?: string | null;
            /** @description For a probe, how many times it took effect; else null. */
            effects?: number | null;
            /** @description Only with include=body. */
            body?: unknown;
        };
        LogEntry: {
            seq: number;
            /** Format: date-time */
            time: string;
            /** @enum {string} */
            direction: "call-request" | "call-answer" | "message-stored" | "message-delivered";
            client: string;
            service: string;
            id: string;
            requestHash: string;
            responseHash: string | null;
            status: number | null;
            prev: string;
            hash: string;
            signature: string;
        };
        PeerState: {
            name: string;
            memberCode: string;
            /** @description False while deliveries to it are held back (circuit open). */
            reachable: boolean;
            waiting: number;
            oldestSeconds: number;
        };
    };
    responses: {
        /** @description The message is stored. */
        Receipt: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    /** Format: uuid */
                    id: string;
                    /** @enum {string} */
                    state: "stored" | "delivered";
                };
            };
        };
        /** @description A refusal (RFC 9457). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": {
                    type: string;
                    title: string;
                    status: number;
                    detail: string;
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listMessages: {
        parameters: {
            query?: {
                state?: "stored" | "delivered";
                to?: string;
                service?: string;
                /** @description Stored at or after this time. */
                since?: string;
                after?: number;
                limit?: number;
                /** @description Only these messages. */
                id?: string[];
                /** @description Bodies hold personal data, so they are left out unless asked for. */
                include?: "body";
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
                        messages: components["schemas"]["StoredMessage"][];
                        next?: number;
                    };
                };
            };
            403: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    storeMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostedMessage"];
            };
        };
        responses: {
            200: components["responses"]["Receipt"];
            202: components["responses"]["Receipt"];
            400: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredMessage"];
                };
            };
            404: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    listLog: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
                /** @description Only entries of this X-Road-Id. */
                id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries by `seq`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["LogEntry"][];
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    getLogProof: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The head. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        seq: number;
                        hash: string;
                        signature: string | null;
                        /** @description SPKI PEM, P-256. */
                        publicKey: string;
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    listPeers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All peers, by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        peers: components["schemas"]["PeerState"][];
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    listClients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subsystems that can be called. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        member: {
                            name: string;
                            id: {
                                /** @constant */
                                object_type: "SUBSYSTEM";
                                xroad_instance: string;
                                member_class: string;
                                member_code: string;
                                subsystem_code: string;
                            };
                        }[];
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    receiveProbe: {
        parameters: {
            query?: never;
            header: {
                "x-road-id": string;
                "x-road-client": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                };
            };
        };
        responses: {
            /** @description Its effect is stored, now or before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        received: "done" | "repeated";
                    };
                };
            };
            400: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
}
