// types/system.ts: the five shared systems a province goes live with, in the order a task force names them.

export const SYSTEMS = ['procedures', 'documents', 'meetings', 'reporting', 'exchange'] as const
export type SystemName = (typeof SYSTEMS)[number]

/** Roles a token can carry (claim `roles`). */
export const ROLES = ['citizen', 'officer', 'leader', 'clerk', 'administrator'] as const
export type Role = (typeof ROLES)[number]
