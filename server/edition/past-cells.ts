import type { Sql } from 'postgres'
import { engines } from '../engines.ts'
import { conflict } from '../errors.ts'
import { RiskThread } from '../risk/aside.ts'
import { binCells, type Cells } from '../risk/cells.ts'
import { loadOutlines } from '../risk/load.ts'
import { noRows } from '../risk/settings.ts'
import { emptyTable } from '../risk/sources.ts'
import type { LiveReads } from './live-reads.ts'
import type { Moment } from './moment.ts'
import { nameCells } from './past-map.ts'

/** The cells of a town as they were at a moment. */
export interface PastCells {
  cells: Cells
  setNumber: number
  /** When and by whom they were replaced; null for the cells of today. */
  retired: { at: Date; by: string } | null
}

interface Retired {
  setNumber: number
  at: Date
  by: string
}

/**
 * Finds the set of cells that was in force at a moment: that of today from memory, a retired one from the database.
 * @throws Refusal `conflict` when an edition was signed over cells that nobody kept
 */
export async function cellsAt(
  sql: Sql,
  { reads, townId, moment }: { reads: LiveReads; townId: number; moment: Pick<Moment, 'cut' | 'edition'> },
): Promise<PastCells> {
  const { cut, edition } = moment
  const [retired] = await reads(
    inside => inside<Retired[]>`
      select number as "setNumber", retired_at as at, retired_by as by from cell_sets
      where town_id = ${townId} and retired_at > ${cut.at} order by retired_at, number limit 1`,
  )
  const found = retired
    ? { cells: await retiredCells(sql, townId, retired.setNumber), ...retired }
    : await cellsNow(townId)
  const { cells, setNumber } = found
  const name = await nameCells(cells)
  if (edition && edition.cellsHash !== name) throw conflict(otherCells(edition.name))
  return { cells, setNumber, retired: retired ? { at: retired.at, by: retired.by } : null }
}

async function cellsNow(townId: number) {
  const { field, cellSet } = await engines().risk.over(townId)
  return { cells: field.cells, setNumber: cellSet }
}

// A retired set never changes. Those of a county are large, so only the last few that were asked for are kept.
const mostKept = 3
const kept = new Map<string, Promise<Cells>>()
const thread = new RiskThread()
const cellsHere = 20_000

function retiredCells(sql: Sql, townId: number, setNumber: number): Promise<Cells> {
  const key = `${townId}/${setNumber}`
  const loading = kept.get(key) ?? loadCells(sql, townId, setNumber)
  kept.delete(key)
  kept.set(key, loading)
  loading.catch(() => kept.delete(key))
  const [oldest] = kept.keys()
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  return loading
}

/** The cells of a set from the database, sorted aside where they are many. */
export async function loadCells(sql: Sql, townId: number, setNumber: number): Promise<Cells> {
  const outlines = await loadOutlines(sql, townId, setNumber)
  if (outlines.size <= cellsHere) return binCells(outlines)
  return (await thread.build({ outlines, sources: emptyTable(0), rows: noRows })).cells
}

const otherCells = (name: string) => ({
  zh: `「${name}」签发时的单元格没有保留，不能重算`,
  en: `The cells that “${name}” was signed over were not kept; it cannot be computed anew`,
})
