import type { Row, TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import type { Fragment } from '../list.ts'
import { readTown } from '../list.ts'
import type { Drill } from './drill.ts'

const drillOf = (row: Row): Drill => ({
  id: row.id,
  townId: row.town_id,
  worldId: row.world_id,
  name: row.name,
  objective: row.objective,
  state: row.state,
  world: {
    id: row.world_id,
    kind: row.kind,
    name: row.world_name,
    at: row.clock_at.toISOString(),
    realAt: row.clock_real_at.toISOString(),
    rate: Number(row.clock_rate),
    open: row.open,
  },
  openedAt: row.opened_at.toISOString(),
  openedBy: row.opened_by,
  endedAt: row.ended_at?.toISOString() ?? null,
  version: row.version,
})

async function drillsWhere(sql: TransactionSql, where: Fragment): Promise<Drill[]> {
  const rows =
    await sql`select d.*, w.kind, w.name as world_name, w.clock_at, w.clock_real_at, w.clock_rate, w.open
    from drills d join worlds w on w.id = d.world_id ${where}`
  return rows.map(drillOf)
}

/** The drills of a town whatever world is asked from: running ones first, then the newest. */
export const findDrills = (context: Context, { town }: { town: number }): Promise<Drill[]> =>
  readTown(context, town, ({ sql }) =>
    drillsWhere(sql, sql`where d.town_id = ${town} order by (d.state = 'ended'), d.id desc limit 200`),
  )

/** Inside a transaction. @throws Refusal `missing` */
export async function loadDrill(sql: TransactionSql, id: number): Promise<Drill> {
  const [drill] = await drillsWhere(sql, sql`where d.id = ${id}`)
  if (!drill) throw missing({ zh: '没有这次演练', en: 'There is no such drill' })
  return drill
}

export const findDrill = (context: Context, id: number): Promise<Drill> =>
  read(context, async ({ sql, actor, world }) => {
    const drill = await loadDrill(sql, id)
    allow(actor, 'region.read', { world, townId: drill.townId })
    return drill
  })
