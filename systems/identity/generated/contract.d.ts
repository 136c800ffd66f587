// Made from ../contract.yaml by `npm run contracts`. Do not edit: a test compares it with the contract.
export interface paths {
    "/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People known here, without secrets. */
        get: operations["listPeople"];
        put?: never;
        /**
         * Adds a person. The password is stored as a salted scrypt hash only.
         * @description An administrator of one unit adds, sees and revokes that unit's people only (403 other-unit).
         */
        post: operations["addPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/people/{username}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Ends a person's access; their sessions and grants end at once. */
        put: operations["revokePerson"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/applications/{clientId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Registers a public application people sign in to (code with PKCE, no secret). */
        put: operations["putApplication"];
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
        Username: string;
        /** @enum {unknown} */
        Role: "citizen" | "officer" | "leader" | "clerk" | "administrator";
        /** @description Five-digit commune code; absent for the whole province. */
        Unit: string;
        NewPerson: {
            username: components["schemas"]["Username"];
            displayName: string;
            password: string;
            roles: components["schemas"]["Role"][];
            unit?: components["schemas"]["Unit"];
        };
        Person: {
            username: components["schemas"]["Username"];
            displayName: string;
            roles: components["schemas"]["Role"][];
            unit?: components["schemas"]["Unit"];
            /** @enum {unknown} */
            state: "active" | "revoked";
        };
        Application: {
            name: string;
            redirectUris: string[];
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
    listPeople: {
        parameters: {
            query?: {
                /** @description Usernames after this one. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By username. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        people: components["schemas"]["Person"][];
                    };
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    addPerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            /** @description Added. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    revokePerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                username: components["schemas"]["Username"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked, now or before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
    putApplication: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clientId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Application"];
            };
        };
        responses: {
            /** @description Registered as given. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Application"];
                };
            };
            503: components["responses"]["Problem"];
            "4XX": components["responses"]["Problem"];
        };
    };
}
