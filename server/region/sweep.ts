import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'

/** Removes what an interrupted import left: folders of no town, and half-made ones. */
export async function sweepTowns(sql: Sql, dataDirectory: string): Promise<void> {
  const towns = join(dataDirectory, 'towns')
  const names = await readdir(towns).catch(() => [])
  const rows = await sql<{ id: number }[]>`select id from regions where parent_id is null`
  const known = new Set(rows.map(row => String(row.id)))
  for (const name of names)
    if (!known.has(name)) await rm(join(towns, name), { recursive: true, force: true })
}
