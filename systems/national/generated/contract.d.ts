// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.
export interface paths {
    "/portal/dossiers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hồ sơ Cổng đã nhận / Dossiers the portal holds
         * @description In the order they were registered. `next` is the `after` of the following page, absent on the last.
         */
        get: operations["listPortalDossiers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Thống kê theo đơn vị và trạng thái / Dossiers by unit and status */
        get: operations["getPortalStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/axis/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Văn bản, trạng thái đã qua Trục / Documents and status messages the axis has taken */
        get: operations["listAxisDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ndxp/summaries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Báo cáo tổng hợp đã nhận / Report summaries received */
        get: operations["listNdxpSummaries"];
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
        PortalDossier: {
            seq: number;
            code: string;
            unit: string;
            procedure: string;
            /** @description TrangThaiHoSo as last told. */
            status: string;
            /** @description Different messages that registered it: 1 is right. */
            registrations: number;
            updates: number;
            progress: number;
            /** @description Deliveries of all its messages, repeats included. */
            deliveries: number;
            /** Format: date-time */
            registeredAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
    };
    responses: {
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
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listPortalDossiers: {
        parameters: {
            query?: {
                /** @description Updated at or after this time. */
                since?: string;
                after?: number;
                limit?: number;
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
                        dossiers: components["schemas"]["PortalDossier"][];
                        next?: number;
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    getPortalStatistics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dossiers: number;
                        /** @description Progress entries received. */
                        progress: number;
                        units: {
                            /** @description The unit part of the dossier code. */
                            unit: string;
                            dossiers: number;
                            byStatus: {
                                [key: string]: number;
                            };
                        }[];
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    listAxisDocuments: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, in the order taken. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        documents: {
                            seq: number;
                            /** Format: uuid */
                            docId: string;
                            /** @enum {string} */
                            messageType: "edoc" | "status";
                            from: string;
                            documentId: string;
                            statusCode: string | null;
                            receivers: {
                                organ: string;
                                status: string;
                            }[];
                            deliveries: number;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        next?: number;
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    listNdxpSummaries: {
        parameters: {
            query?: {
                after?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page, in the order received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        summaries: {
                            seq: number;
                            client: string;
                            template: string;
                            period: string;
                            body: Record<string, never>;
                            deliveries: number;
                            /** Format: date-time */
                            receivedAt: string;
                        }[];
                        next?: number;
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
}
