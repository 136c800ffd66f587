// types/json.ts: values that survive canonical JSON (RFC 8785) unchanged.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }
