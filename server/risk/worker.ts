import { parentPort } from 'node:worker_threads'
import { connectToServer } from '../database/driver.ts'
import type { CoverParts } from './covers.ts'
import type { Raises } from './live.ts'
import { loadOutlines, loadSources } from './load.ts'
import { buildParts, type FieldGround, type FieldParts } from './parts.ts'
import type { Rows } from './settings.ts'
import { type Summed, sumChannels, sumTerms } from './sum.ts'
import type { Channel, Sums, Terms } from './sums.ts'

/** What is read of a town over a connection of the thread's own. */
export interface TownGround {
  url: string
  townId: number
  cellSet: number
  raises: Raises
  rows: Rows
}

/** What the thread is asked; arrays come and go in shared memory. */
export type Task =
  | ({ act: 'build' } & FieldGround)
  | ({ act: 'load' } & TownGround)
  | { act: 'sum'; terms: Terms; channels: readonly Channel[]; known: CoverParts | null }
  | { act: 'sums'; terms: Terms; channels: readonly Channel[] }

export type Answer =
  | { id: number; parts: FieldParts }
  | { id: number; summed: Summed }
  | { id: number; sums: Sums[] }
  | { id: number; failure: string; code?: string }

const statementMs = 120_000

/** Reads a town and builds its field, so that no page of rows is ever taken apart in the thread that answers. */
async function load({ url, townId, cellSet, raises, rows }: TownGround): Promise<FieldParts> {
  const sql = connectToServer(url, statementMs, 1)
  try {
    const outlines = await loadOutlines(sql, townId, cellSet)
    const sources = await loadSources(sql, townId, raises)
    return buildParts({ outlines, sources, rows })
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function answer(id: number, task: Task): Promise<Answer> {
  try {
    if (task.act === 'load') return { id, parts: await load(task) }
    if (task.act === 'build') return { id, parts: buildParts(task) }
    if (task.act === 'sums') return { id, sums: sumChannels(task.terms, task.channels) }
    return { id, summed: sumTerms(task.terms, task.channels, task.known) }
  } catch (error) {
    return { id, ...failureOf(error) }
  }
}

/** The driver names an absent database by a code. */
function failureOf(error: unknown): { failure: string; code?: string } {
  if (!(error instanceof Error)) return { failure: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { failure: error.stack ?? error.message, ...code }
}

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  void answer(id, task).then(made => parentPort?.postMessage(made))
})
