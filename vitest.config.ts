// vitest.config.ts: which test files run, by tier. Runs no tier that was not asked for.
import { defineConfig } from 'vitest/config'

// Tiers are in the file name (docs/testing.md). SANSANG_TIERS picks them: `unit`, `db`, `system`, `cluster`, comma-separated.
// A tier asked for whose prerequisite is absent fails; a tier not asked for is reported as not run by `./sansang test`.
const PATTERNS: Record<string, string[]> = {
  unit: ['**/*.test.ts'],
  db: ['**/*.db.test.ts'],
  system: ['**/*.system.test.ts'],
  cluster: ['**/*.cluster.test.ts'],
}
const tiers = (process.env['SANSANG_TIERS'] ?? 'unit,db,system').split(',')
const chosen = tiers.flatMap((tier) => {
  const patterns = PATTERNS[tier]
  if (patterns === undefined)
    throw new Error(`unknown test tier ${tier}: use ${Object.keys(PATTERNS).join(', ')}`)
  return patterns
})
const unasked = Object.keys(PATTERNS).filter((tier) => tier !== 'unit' && !tiers.includes(tier))

export default defineConfig({
  test: {
    include: chosen,
    exclude: ['node_modules/**', 'runs/**', '.sansang/**', ...unasked.map((tier) => `**/*.${tier}.test.ts`)],
    passWithNoTests: false,
    retry: 0,
    // A limit catches what hangs, it measures nothing: whole commands on a busy machine take their time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Else a worker that ends slowly is left behind, and `./sansang test` finds it.
    teardownTimeout: 300_000,
    // System tests measure time: two at once would measure each other. Cluster tests each start an API server.
    maxWorkers: tiers.includes('system') || tiers.includes('cluster') ? 1 : 2,
  },
})
