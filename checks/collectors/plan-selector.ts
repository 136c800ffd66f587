// checks/collectors/plan-selector.ts: Kubernetes label selectors, as the API server matches them. Pure.
import type { Json } from '../../types/json.ts'
import { listAt, textAt, textsAt } from './plan-json.ts'

export type Labels = Readonly<Record<string, string>>

/** An empty selector matches everything. An operator Kubernetes does not know matches nothing. */
export function selects(selector: Json | undefined, labels: Labels): boolean {
  const equal = Object.entries(textsAt(selector, 'matchLabels')).every(
    ([key, value]) => labels[key] === value,
  )
  return equal && listAt(selector, 'matchExpressions').every((expression) => holds(expression, labels))
}

function holds(expression: Json, labels: Labels): boolean {
  const key = textAt(expression, 'key') ?? ''
  const values = listAt(expression, 'values')
  const value = labels[key]
  switch (textAt(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}
