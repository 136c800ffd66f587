// checks/collectors/operations.ts: which operations a system's published contract protects, and whom each must refuse. Sends nothing.
import { ROLES, type Role } from '../../types/system.ts'

export type ProtectedOperation = {
  readonly id: string
  readonly method: string
  /** With every parameter filled by something of its form. */
  readonly path: string
  /** A role the operation does not allow; absent when every role is allowed. */
  readonly refusedRole?: Role
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch']

/**
 * Operations with `x-roles` or `x-clients` in an OpenAPI document as the system serves it, in the document's order. An operation
 * without either is public by its contract, and is not looked at.
 */
export function protectedOperations(document: unknown): ProtectedOperation[] {
  return entries(child(document, 'paths')).flatMap(([path, item]) =>
    entries(item)
      .filter(([method, operation]) => METHODS.includes(method) && isProtected(operation))
      .map(([method, operation]) => ({
        id: String(child(operation, 'operationId') ?? `${method} ${path}`),
        method: method.toUpperCase(),
        path: fill(path),
        ...refused(operation),
      })),
  )
}

function isProtected(operation: unknown): boolean {
  return child(operation, 'x-roles') !== undefined || child(operation, 'x-clients') !== undefined
}

function refused(operation: unknown): { refusedRole: Role } | Record<never, never> {
  const allowed = child(operation, 'x-roles')
  const names = Array.isArray(allowed) ? allowed : []
  const role = ROLES.find((name) => !names.includes(name))
  return role === undefined ? {} : { refusedRole: role }
}

/** Whoever may not call is refused before the path is read, so any value of a plausible form does. */
function fill(path: string): string {
  return path.replace(/\{(\w+)\}/g, '0')
}

function child(value: unknown, name: string): unknown {
  return entries(value).find(([key]) => key === name)?.[1]
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}
