import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import { noTable, type TableText } from '../sheet/table.ts'
import type { TableRead } from './installation.ts'
import { type KnownUnit, type ReadTable, readInventoryTable } from './rules/inventory-table.ts'

/** Reads an inventory table against the units of a town and stores nothing. @throws Refusal `forbidden`, `invalid` (no table) */
export const checkTable = (context: Context, { townId, csv }: TableText): Promise<TableRead> =>
  readTown(context, townId, async ({ sql }) => reportOf(await readTable(sql, townId, csv)))

/** @throws Refusal `invalid` when the text is no inventory table at all */
export async function readTable(sql: TransactionSql, townId: number, csv: string): Promise<ReadTable> {
  const units = await sql<KnownUnit[]>`
    select id, code, name from installations where town_id = ${townId} and retired_at is null`
  const read = readInventoryTable(csv, units)
  if (!('fault' in read)) return read
  throw noTable(read.fault)
}

/** Counts and faults of a table as the screen shows them; rows from 1. */
export const reportOf = ({ count, lines, faults }: ReadTable): TableRead => ({
  rows: count,
  good: lines.length,
  units: new Set(lines.map(({ unitId }) => unitId)).size,
  faults: faults.map(({ row, column, message }) => ({ row, column, message })),
})
