import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { refusalOf, type TableText } from '../sheet/table.ts'
import { readTable, reportOf } from './check-table.ts'
import { loadInstallation } from './find.ts'
import { Installation, type InventoryLine, TableRead } from './installation.ts'
import { settle } from './settle.ts'

export const TableStored = TableRead.extend({ installations: z.array(Installation) })
export type TableStored = z.infer<typeof TableStored>

/**
 * Replaces the inventories of all units that a table names. Any refused row refuses the table, unless the good rows
 * are to be kept: then each unit remembers how many of its rows were left out, since its sum is too small by them.
 * @throws Refusal `forbidden`, `invalid` naming each refused row
 */
export const importInventories = (context: Context, input: TableText): Promise<TableStored> =>
  change(context, async inside => {
    const { sql, actor, world } = inside
    const { townId } = input
    allow(actor, 'hazard.edit', { world, townId })
    const read = await readTable(sql, townId, input.csv)
    if (read.faults.length > 0 && !input.keepGood) throw refusalOf(read)
    const lines = new Map<number, InventoryLine[]>()
    for (const { unitId, line } of read.lines) lines.set(unitId, [...(lines.get(unitId) ?? []), line])
    const installations: Installation[] = []
    for (const [id, each] of lines) {
      const leftOut = read.faults.filter(({ unitId }) => unitId === id).length
      installations.push(await store(inside, id, { lines: each, leftOut }))
    }
    return { ...reportOf(read), installations }
  })

async function store(
  inside: Inside,
  id: number,
  { lines, leftOut }: { lines: InventoryLine[]; leftOut: number },
): Promise<Installation> {
  const { sql, record } = inside
  const before = await loadInstallation(sql, id)
  await sql`update installations set lines = ${sql.json(lines)}, left_out = ${leftOut}, version = version + 1
    where id = ${id} and retired_at is null`
  const after = await settle(inside, id)
  const { version, townId } = after
  record({ verb: 'set-inventory', noun: 'installation', id, version, townId, before, after })
  return after
}
