import { parentPort } from 'node:worker_threads'
import { buildParts, type FieldGround, type FieldParts } from './parts.ts'
import { sumChannels } from './sum.ts'
import type { Channel, Sums, Terms } from './sums.ts'

/** What the thread is asked; arrays come and go in shared memory. */
export type Task =
  | ({ act: 'build' } & FieldGround)
  | { act: 'sum'; terms: Terms; channels: readonly Channel[] }

export type Answer =
  | { id: number; parts: FieldParts }
  | { id: number; sums: Sums[] }
  | { id: number; failure: string }

function answer(id: number, task: Task): Answer {
  try {
    if (task.act === 'build') return { id, parts: buildParts(task) }
    return { id, sums: sumChannels(task.terms, task.channels) }
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  parentPort?.postMessage(answer(id, task))
})
