import type { Sql } from 'postgres'
import type { RiskThread } from './aside.ts'
import type { Raises } from './live.ts'
import { loadOutlines, loadSources } from './load.ts'
import { buildParts, type FieldParts } from './parts.ts'
import type { Rows } from './settings.ts'

interface Town {
  townId: number
  cellSet: number
  raises: Raises
  rows: Rows
  /** Does the work for a large town. */
  aside: RiskThread | null
  /** Of the PostgreSQL behind `sql`; the embedded database has one line for all and none for a thread. */
  url: string | undefined
}

/** Reads a town and builds its field: a large one in a thread of its own, so that this one goes on answering. */
export async function townParts(sql: Sql, { aside, url, ...town }: Town): Promise<FieldParts> {
  if (aside && url !== undefined) return aside.load({ ...town, url })
  const { townId, cellSet, raises, rows } = town
  const outlines = await loadOutlines(sql, townId, cellSet)
  const sources = await loadSources(sql, townId, raises)
  const input = { outlines, sources, rows }
  return aside ? aside.build(input) : buildParts(input)
}
