// cli/report.ts: shows a finished run again: its decision, and where its report lies. Judges nothing.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EXIT, SansangError } from '../types/error.ts'
import type { Verdict } from '../types/finding.ts'
import { misuse, readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { fromHere } from './from-here.ts'
import { summary } from './summary.ts'

const USAGE = `Usage: ./sansang report <run folder> [--json]

Prints the decision of a finished run, what blocks it, and where report.html lies.
It shows what the run says of itself; ./sansang verify <run folder> checks that it is true.

  --json   the verdict as one JSON document

Example: ./sansang report runs/ho-chi-minh-20250701-090000
`

function parse(args: readonly string[]): { folder: string; json: boolean } {
  const { values, positionals } = readArguments('report', {
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [folder, ...more] = positionals
  if (folder === undefined || more.length > 0)
    throw misuse('give one run folder', './sansang report runs/<run> [--json]')
  return { folder: resolve(folder), json: values.json }
}

async function readVerdict(folder: string): Promise<{ text: string; verdict: Verdict }> {
  const path = join(folder, 'verdict.json')
  try {
    const text = await readFile(path, 'utf8')
    const verdict: unknown = JSON.parse(text)
    if (!isVerdict(verdict)) throw new Error('it holds no sansang.verdict/1')
    return { text, verdict }
  } catch (cause) {
    throw new SansangError('no-run', {
      message: `${folder} holds no readable verdict.json: it is no finished run`,
      hint: 'name the folder that ./sansang ready printed',
      where: path,
      cause,
    })
  }
}

/** By its mark and the lists a summary walks; whether it is true is for `verify` to say. */
function isVerdict(value: unknown): value is Verdict {
  if (typeof value !== 'object' || value === null) return false
  const verdict: Partial<Record<keyof Verdict, unknown>> = value
  const lists = [verdict.blockers, verdict.waivers, verdict.criteria, verdict.standingReasons]
  return verdict.schema === 'sansang.verdict/1' && lists.every(Array.isArray)
}

export const command: Command = {
  usage: USAGE,
  run: async (args, io) => {
    const { folder, json } = parse(args)
    const { text, verdict } = await readVerdict(folder)
    if (json) io.out(text.endsWith('\n') ? text : `${text}\n`)
    else io.out(`${summary(verdict)}Report: ${fromHere(join(folder, 'report.html'))}\n`)
    return verdict.outcome === 'GO' ? EXIT.ok : EXIT.noGo
  },
}
