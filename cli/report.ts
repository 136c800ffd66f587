// cli/report.ts: shows a finished run again: its decision, and where its report lies. Judges nothing.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { EXIT, SansangError } from '../types/error.ts'
import type { Verdict } from '../types/finding.ts'
import type { Command } from './command.ts'
import { summary } from './summary.ts'

const USAGE = `Usage: ./sansang report <run folder> [--json]

Prints the decision of a finished run, what blocks it, and where report.html lies.
It shows what the run says of itself; ./sansang verify <run folder> checks that it is true.

  --json   the verdict as one JSON document

Example: ./sansang report runs/ho-chi-minh-20250701-090000
`

async function readVerdict(folder: string): Promise<{ text: string; verdict: Verdict }> {
  const path = join(folder, 'verdict.json')
  try {
    const text = await readFile(path, 'utf8')
    return { text, verdict: JSON.parse(text) as Verdict }
  } catch (cause) {
    throw new SansangError('no-run', {
      message: `${folder} holds no readable verdict.json: it is no finished run`,
      hint: 'name the folder that ./sansang ready printed',
      where: path,
      cause,
    })
  }
}

export const command: Command = {
  summary: 'show a finished run again',
  usage: USAGE,
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [folder] = positionals
    if (folder === undefined)
      throw new SansangError('misuse', {
        message: 'the run folder is missing',
        hint: './sansang report runs/<run>',
      })
    const { text, verdict } = await readVerdict(resolve(folder))
    if (values.json) io.out(text.endsWith('\n') ? text : `${text}\n`)
    else io.out(`${summary(verdict)}Report: ${join(resolve(folder), 'report.html')}\n`)
    return verdict.outcome === 'GO' ? EXIT.ok : EXIT.noGo
  },
}
