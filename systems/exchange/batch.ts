// systems/exchange/batch.ts: work of many callers done together, one group at a time. Knows nothing of databases.

export type Batch<Item, Result> = {
  /** Resolves with this item's result; rejects with what failed the whole group. */
  add(item: Item): Promise<Result>
  /** Waits until nothing is under way. */
  idle(): Promise<void>
}

type Waiting<Item, Result> = {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (cause: unknown) => void
}

/**
 * Group commit: while one group is worked on, newcomers gather into the next. A lone caller waits for nobody.
 * `work` answers one result per item, in order; groups never overlap and keep the order of arrival.
 */
export function batched<Item, Result>(
  limit: number,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): Batch<Item, Result> {
  const waiting: Waiting<Item, Result>[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    while (waiting.length > 0) await settle(waiting.splice(0, limit), work)
    running = undefined
  }
  return {
    add: (item) =>
      new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        running ??= run()
      }),
    idle: async () => running,
  }
}

async function settle<Item, Result>(
  group: readonly Waiting<Item, Result>[],
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<void> {
  try {
    const results = await work(group.map(({ item }) => item))
    if (results.length !== group.length)
      throw new Error(`${results.length} results for a group of ${group.length}`)
    results.forEach((result, index) => {
      group[index]?.resolve(result)
    })
  } catch (cause) {
    for (const { reject } of group) reject(cause)
  }
}
