// readiness/drill/twin.ts: the runs without a fault that drills are held against, each made once. Starts no load of its own.
import type { LoadResult, ScriptName } from '../../types/load.ts'

/** The twin of a script for so many seconds; drills alike in both are given the same run. */
export type Twins = (script: ScriptName, seconds: number) => Promise<LoadResult>

/** Twins of one session. `run` is called when a twin is first asked for, never for two at a time if drills are not. */
export function sharedTwins(run: Twins): Twins {
  const made = new Map<string, Promise<LoadResult>>()
  return (script, seconds) => {
    const key = `${script} ${seconds}`
    const twin = made.get(key) ?? run(script, seconds)
    made.set(key, twin)
    return twin
  }
}
