import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { invalid, type Words } from '../errors.ts'
import type { PreparedTown, PrepareInput, Progress } from './prepare-town.ts'

/** What the preparing process says: steps, then one of the other three. */
export interface PreparerWord {
  step?: string
  share?: number
  prepared?: PreparedTown
  refusal?: Words
  failure?: string
}

const program = fileURLToPath(new URL('./preparer.mjs', import.meta.url))

/**
 * Prepares a town in a process of its own, since reading an extract and cutting tiles would keep the server
 * from answering for seconds. An abort ends that process and all it started at once.
 * @throws Refusal `invalid` for an unsuitable file; the reason of `signal` when aborted
 */
export function prepareAside(
  input: PrepareInput,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<PreparedTown> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    // A group of its own: the tile builder it starts ends with it.
    const child = fork(program, { serialization: 'advanced', detached: true, execArgv: [] })
    const stop = () => endGroup(child.pid)
    signal.addEventListener('abort', stop, { once: true })
    process.on('exit', stop)
    let outcome: PreparerWord | undefined
    child.on('message', (word: PreparerWord) => {
      if (word.step) progress(word.step, word.share ?? 0)
      else outcome = word
    })
    child.on('error', reject)
    child.on('exit', code => {
      signal.removeEventListener('abort', stop)
      process.off('exit', stop)
      if (signal.aborted) reject(signal.reason)
      else if (outcome?.prepared) resolve(outcome.prepared)
      else if (outcome?.refusal) reject(invalid('file', outcome.refusal))
      else reject(new Error(outcome?.failure ?? `the import process ended with ${code}`))
    })
    child.send(input)
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It had ended already.
  }
}
