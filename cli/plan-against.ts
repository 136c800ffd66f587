// cli/plan-against.ts: the older plan a newer one is compared with: from a file, or from the program of a git revision.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SansangError } from '../types/error.ts'
import type { Plan } from '../types/plan.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PLAN_BYTES_MAX = 2 ** 26
const run = promisify(execFile)

/**
 * The plans of `slugs` as `against` knew them, by slug: a file that ./sansang plan --json wrote, else a git revision of this
 * checkout, whose own program is evaluated with today's packages. What it did not know is absent.
 */
export async function olderPlans(
  slugs: readonly string[],
  against: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Plan>> {
  if (existsSync(against) && statSync(against).isFile()) return bySlug(planFile(slugs, against))
  const commit = await revision(against)
  const listed = (await git('ls-tree', '--name-only', commit, 'stacks/')).split('\n')
  const known = slugs.filter((slug) => listed.includes(`stacks/Pulumi.${slug}.yaml`))
  const [one] = known
  if (one === undefined) return new Map()
  const folder = mkdtempSync(join(tmpdir(), 'sansang-revision-'))
  try {
    return bySlug(await planAt(commit, known.length === 1 ? one : '--all', folder, signal))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function bySlug(plans: readonly Plan[]): ReadonlyMap<string, Plan> {
  return new Map(plans.map((plan) => [plan.province.slug, plan]))
}

function planFile(slugs: readonly string[], path: string): Plan[] {
  const wrong = (message: string, cause?: unknown) =>
    new SansangError('plan-unreadable', {
      message: `${path} ${message}`,
      hint: `./sansang plan ${slugs.length === 1 ? slugs[0] : '--all'} --json > older.json writes one`,
      where: path,
      cause,
    })
  let read: unknown
  try {
    read = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw wrong('is not JSON', cause)
  }
  const plans: unknown[] = Array.isArray(read) ? read : [read]
  if (!plans.every(isPlan)) throw wrong('is not a plan of schema sansang.plan/1')
  const others = plans.map(({ province }) => province.slug)
  if (!slugs.some((slug) => others.includes(slug)))
    throw wrong(`is the plan of ${others.join(', ') || 'nothing'}, not of ${slugs.join(', ')}`)
  return plans
}

function isPlan(value: unknown): value is Plan {
  const { schema, province, resources } = (value ?? {}) as Partial<Plan>
  if (schema !== 'sansang.plan/1' || typeof province?.slug !== 'string' || !Array.isArray(resources))
    return false
  return resources.every(
    (resource: unknown) =>
      typeof resource === 'object' &&
      resource !== null &&
      ['urn', 'type', 'name'].every(
        (key) => typeof (resource as Record<string, unknown>)[key] === 'string',
      ) &&
      typeof (resource as { inputs?: unknown }).inputs === 'object',
  )
}

async function revision(name: string): Promise<string> {
  try {
    return (await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`)).trim()
  } catch (cause) {
    throw new SansangError('unknown-revision', {
      message: `"${name}" is neither a file nor a git revision of this checkout`,
      hint: 'name a plan.json, or a branch, tag or commit such as HEAD~1',
      cause,
    })
  }
}

async function planAt(commit: string, what: string, folder: string, signal: AbortSignal): Promise<Plan[]> {
  const [archive, checkout] = [join(folder, 'revision.tar'), join(folder, 'checkout')]
  try {
    mkdirSync(checkout)
    await git('archive', '--format=tar', `--output=${archive}`, commit)
    await run('tar', ['-xf', archive, '-C', checkout])
    symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'))
    const { stdout } = await run(process.execPath, ['cli/main.ts', 'plan', what, '--json'], {
      cwd: checkout,
      maxBuffer: PLAN_BYTES_MAX,
      signal,
    })
    const plans = JSON.parse(stdout) as Plan | Plan[]
    return Array.isArray(plans) ? plans : [plans]
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim().split('\n')[0]
    throw new SansangError('revision-not-plannable', {
      message: `the program of ${commit.slice(0, 12)} cannot be evaluated${said === undefined || said === '' ? '' : `: ${said}`}`,
      hint: 'its packages may be others than today’s; plan it in a checkout of its own with --json and name that file',
      cause,
    })
  }
}

async function git(...args: string[]): Promise<string> {
  return (await run('git', ['-C', ROOT, ...args], { maxBuffer: PLAN_BYTES_MAX })).stdout
}
