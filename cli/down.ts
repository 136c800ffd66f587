// cli/down.ts: ends a province's platform that `up` runs in another terminal. Ends nothing by name.
import { listStacks, readStack } from '../infra/config.ts'
import { endOwners } from '../targets/running.ts'
import { EXIT, SansangError } from '../types/error.ts'
import { misuse, readArguments } from './arguments.ts'
import type { Command, Io } from './command.ts'

const USAGE = `Usage: ./sansang down <province> [--json]

Asks every \`./sansang up <province>\` of this machine to stop and waits until everything it started is gone.
Nothing running is not an error.

  --json    one JSON document: the sessions that were ended

Example: ./sansang down ho-chi-minh
`

export const command: Command = {
  usage: USAGE,
  run,
}

async function run(args: readonly string[], io: Io): Promise<number> {
  const { province, json } = options(args)
  readStack(province)
  const { ended, stuck } = await endOwners(`up ${province}`)
  if (stuck.length > 0)
    throw new SansangError('still-running', {
      message: `${stuck.length} session(s) of ${province} did not end in time: ${stuck.join(', ')}`,
      hint: 'press Ctrl-C in the terminal that runs `up`, or end its process and run ./sansang doctor',
      exit: 'internal',
    })
  if (json) io.out(`${JSON.stringify({ schema: 'sansang.down/1', province, ended })}\n`)
  else
    io.out(ended.length === 0 ? `${province} was not up.\n` : `${province} is down (${ended.join(', ')}).\n`)
  return EXIT.ok
}

function options(args: readonly string[]): { province: string; json: boolean } {
  const { values, positionals } = readArguments('down', {
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [province, ...more] = positionals
  if (province !== undefined && more.length === 0) return { province, json: values.json }
  throw misuse('down takes one province', `./sansang down <province>; there are ${listStacks().join(', ')}`)
}
