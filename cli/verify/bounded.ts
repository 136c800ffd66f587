// cli/verify/bounded.ts: judge.ts with an end: so many seconds, so much memory, or Ctrl-C. Judges nothing itself.
import { type ChildProcess, spawn } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { EVIDENCE_FILE } from '../../readiness/jsonl.ts'
import type { Verification } from '../../readiness/verify.ts'
import type { Answer, Question, Said } from './judge.ts'

export type Bounds = {
  readonly seconds: number
  /** Of JavaScript's heap. */
  readonly memoryMiB: number
  readonly signal: AbortSignal
}

const JUDGE = fileURLToPath(new URL('./judge.ts', import.meta.url))

/**
 * The answer; or, when judging takes more than its bounds, that the folder is not intact and why: whoever writes a folder also
 * writes the rules and records in it, and no run that `ready` seals takes a hundredth of them. Throws when interrupted.
 */
export async function verifyBounded(question: Question, bounds: Bounds): Promise<Answer> {
  bounds.signal.throwIfAborted()
  const child = start(bounds)
  const stop = (): void => void child.kill('SIGKILL')
  const clock = setTimeout(stop, bounds.seconds * 1000)
  bounds.signal.addEventListener('abort', stop, { once: true })
  try {
    const said = await whatItSays(child, question)
    bounds.signal.throwIfAborted()
    if (said === 'out of memory')
      return tooMuch(`could not be judged within ${bounds.memoryMiB} MiB of memory`)
    if (said === 'ended') return tooMuch(`could not be judged within ${bounds.seconds} s`)
    if ('answer' in said) return said.answer
    // "Invalid string length", "Maximum call stack size exceeded": what sentences and records without measure end in.
    if (said.failed instanceof RangeError) return tooMuch(`could not be judged: ${said.failed.message}`)
    throw said.failed
  } finally {
    clearTimeout(clock)
    bounds.signal.removeEventListener('abort', stop)
    stop()
  }
}

/** A process and not a thread: V8 ends the whole process when a thread's heap is full. */
function start({ seconds, memoryMiB }: Bounds): ChildProcess {
  // Should this process be killed, the system still ends the other one; several threads share its processor time.
  const limited = ['-c', 'ulimit -t "$0" && exec "$@"', String(4 * seconds), process.execPath]
  return spawn('sh', [...limited, `--max-old-space-size=${memoryMiB}`, JUDGE], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
}

function whatItSays(child: ChildProcess, question: Question): Promise<Said | 'out of memory' | 'ended'> {
  return new Promise((resolve, reject) => {
    child.once('message', (said: Said) => resolve(said))
    child.once('error', reject)
    // Not at its exit: what it said last may not have been read yet.
    child.once('close', (code, signal) => {
      if (signal === 'SIGABRT' || code === 134) resolve('out of memory')
      else if (signal !== null) resolve('ended')
      else reject(new Error(`the verifying process ended with ${code} and no answer`))
    })
    // What cannot be handed over has a reader that ended or was stopped, known of before its exit is: how it ended, that tells.
    child.send(question, () => {})
  })
}

function tooMuch(message: string): Answer {
  const verification: Verification = {
    intact: false,
    problems: [{ where: EVIDENCE_FILE, message: `${message}; no run takes so much` }],
    signer: { keyId: '', kind: 'unread', standing: 'unknown' },
    derived: [],
    differences: [],
  }
  return { verification }
}
