import { parentPort } from 'node:worker_threads'
import type { CellOutlines } from './cells.ts'
import { buildParts, type FieldParts } from './field.ts'
import type { Rows } from './settings.ts'
import type { SourceTable } from './sources.ts'
import { type Channel, type Sums, sumChannel, type Terms } from './sum.ts'

/** What the thread is asked; arrays come and go in shared memory. */
export type Task =
  | { act: 'build'; outlines: CellOutlines; sources: SourceTable; rows: Rows }
  | { act: 'sum'; terms: Terms; channels: readonly Channel[] }

export type Answer =
  | { id: number; parts: FieldParts }
  | { id: number; sums: Sums[] }
  | { id: number; failure: string }

function answer(id: number, task: Task): Answer {
  try {
    if (task.act === 'build') return { id, parts: buildParts(task) }
    return { id, sums: task.channels.map(channel => sumChannel(task.terms, channel)) }
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  parentPort?.postMessage(answer(id, task))
})
