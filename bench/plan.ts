// bench/plan.ts: how long one plan takes, for a small and a large province and for all, in fresh processes.
import { execFileSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const RUNS = 5

function seconds(args: readonly string[]): number {
  const start = performance.now()
  execFileSync(process.execPath, [MAIN, ...args], { stdio: 'ignore' })
  return (performance.now() - start) / 1000
}

function median(args: readonly string[]): number {
  const all = Array.from({ length: RUNS }, () => seconds(args)).sort((a, b) => a - b)
  return all[Math.floor(RUNS / 2)] ?? Number.NaN
}

const help = median(['help'])
const large = median(['plan', 'ho-chi-minh', '--json'])
const small = median(['plan', 'lam-dong', '--json'])
const all = median(['plan', '--all', '--json'])
process.stdout.write(
  [
    `plan ho-chi-minh, 168 communes: ${large.toFixed(2)} s (budget 2), ${(large / help).toFixed(2)} × listing the commands`,
    `plan lam-dong, 124 communes: ${small.toFixed(2)} s, ${(large / small).toFixed(2)} = large over small`,
    `plan --all: ${all.toFixed(2)} s`,
    '',
  ].join('\n'),
)
