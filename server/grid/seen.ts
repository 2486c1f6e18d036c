import type { TransactionSql } from 'postgres'
import { Grid } from './grid.ts'

/** The seen grids as they were at the seen versions: the journal keeps what each change replaced. */
export async function seenGrids(
  sql: TransactionSql,
  { seen, grids }: { seen: { id: number; version: number }[]; grids: Grid[] },
): Promise<Grid[]> {
  const found: Grid[] = []
  for (const { id, version } of seen) {
    const now = grids.find(grid => grid.id === id)
    if (now?.version === version) found.push(now)
    else found.push(...(await fromJournal(sql, { id, version })))
  }
  return found
}

async function fromJournal(
  sql: TransactionSql,
  { id, version }: { id: number; version: number },
): Promise<Grid[]> {
  const [row] = await sql<{ before: unknown }[]>`
    select before from journal where noun = 'grid' and noun_id = ${id} and version = ${version + 1} limit 1`
  const parsed = Grid.safeParse(row?.before)
  return parsed.success ? [parsed.data] : []
}
