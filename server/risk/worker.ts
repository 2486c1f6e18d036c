import { parentPort } from 'node:worker_threads'
import type { Cells } from './cells.ts'
import { buildParts, type FieldGround, type FieldParts } from './parts.ts'
import { type SourceListParts, SourceLists } from './source-lists.ts'
import type { SourceTable } from './sources.ts'
import { sumChannels } from './sum.ts'
import type { Channel, Sums, Terms } from './sums.ts'

/** What the thread is asked; arrays come and go in shared memory. */
export type Task =
  | ({ act: 'build' } & FieldGround)
  | { act: 'sum'; terms: Terms; channels: readonly Channel[] }
  | { act: 'list'; cells: Cells; sources: SourceTable }

export type Answer =
  | { id: number; parts: FieldParts }
  | { id: number; sums: Sums[] }
  | { id: number; lists: SourceListParts }
  | { id: number; failure: string }

function answer(id: number, task: Task): Answer {
  try {
    if (task.act === 'build') return { id, parts: buildParts(task) }
    if (task.act === 'list') return { id, lists: new SourceLists(task.cells, task.sources).parts }
    return { id, sums: sumChannels(task.terms, task.channels) }
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  parentPort?.postMessage(answer(id, task))
})
