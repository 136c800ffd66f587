// infra/stack-joint.ts: a merged province as the platforms of its former provinces side by side, one stack each. Pure.
import { SansangError } from '../types/error.ts'
import type { StackFile } from './config.ts'
import { completeStack, provisionalMember, type Stack } from './stack.ts'
import { sizesOf } from './stack-sizing.ts'
import { formerProvinces } from './units-former.ts'

/**
 * One stack a former province, named `<slug>-<former code>`, on the province's one cluster, data centre and connection to the
 * nation: as Ho Chi Minh City, Bà Rịa - Vũng Tàu and Bình Dương ran together on 25 June 2025, each over its own bridge point.
 * Each is sized by its share of the communes. Throws `not-merged` for a province that was never several.
 */
export function jointFiles({ stack, values }: StackFile): StackFile[] {
  if (stack.bridgePoints.length < 2)
    throw new SansangError('not-merged', {
      message: `${stack.name} was made of one province: there is nothing to operate jointly`,
      hint: `./sansang plan ${stack.slug}`,
    })
  return stack.bridgePoints.map((former) => {
    const slug = `${stack.slug}-${former}`
    const own = formerValues(stack, values, former)
    return { stack: completeStack(slug, own), values: own }
  })
}

function formerValues(stack: Stack, values: StackFile['values'], former: string): StackFile['values'] {
  const group = (key: string) => values[key] as Readonly<Record<string, unknown>>
  const { name, communes = [] } = formerProvinces().get(former) ?? {}
  const share = communes.length / stack.communes.length
  const dossiersPerWorkingDay = Math.max(1, Math.round(stack.sizing.dossiersPerWorkingDay * share))
  const sizes = sizesOf({ communes: communes.length, bridgePoints: 1, dossiersPerWorkingDay })
  // The province keeps its name-giver's member code; the others had codes no source attests.
  const member = name === stack.name ? stack.member : provisionalMember(former)
  return {
    ...values,
    'sansang:joint': { former },
    'sansang:sizing': { ...group('sansang:sizing'), dossiersPerWorkingDay },
    'sansang:exchange': { ...group('sansang:exchange'), member },
    'sansang:gateway': { ...group('sansang:gateway'), hostname: `p${former}.${stack.hostname}` },
    'sansang:database': { ...group('sansang:database'), ...sizes.database },
    'sansang:workloads': sizes.workloads,
  }
}
