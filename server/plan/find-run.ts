import type { Row, TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { missing } from '../errors.ts'
import { readIncident } from '../incident/find.ts'
import type { Run, RunNode } from './plan.ts'

/** A run with the town of its incident, which decides who may touch it. */
export interface PlacedRun extends Run {
  townId: number
}

const runOf = (row: Row): PlacedRun => ({
  id: row.id,
  townId: row.town_id,
  incidentId: row.incident_id,
  planId: row.plan_id,
  document: row.document,
  level: row.level,
  startedAt: row.started_at.toISOString(),
  startedBy: row.started_by,
  endedAt: row.ended_at?.toISOString() ?? null,
  escalations: row.escalations,
  nodes: row.nodes.map((node: RunNode) => ({ ...node, at: new Date(node.at).toISOString() })),
  version: row.version,
})

const select = (sql: TransactionSql) => sql`select r.*, i.town_id, coalesce((
    select json_agg(json_build_object('nodeId', n.node_id, 'state', n.state, 'at', n.at, 'by', n.by_name,
      'note', n.note, 'version', n.version) order by n.at, n.node_id)
    from run_nodes n where n.run_id = r.id), '[]') as nodes
  from runs r join incidents i on i.id = r.incident_id`

/** Inside a transaction. @throws Refusal `missing` */
export async function loadRun(sql: TransactionSql, id: number): Promise<PlacedRun> {
  const [row] = await sql`${select(sql)} where r.id = ${id}`
  if (!row) throw missing({ zh: '没有这次预案执行', en: 'There is no such run in this world' })
  return runOf(row)
}

/** The noun as it is sent: its town is the incident's business. */
export function sent({ townId: _, ...run }: PlacedRun): Run {
  return run
}

export const findRun = (context: Context, id: number): Promise<Run> =>
  read(context, async inside => {
    const run = await loadRun(inside.sql, id)
    mayRead(inside, run)
    return sent(run)
  })

function mayRead({ actor, world }: Inside, { townId }: PlacedRun) {
  allow(actor, 'region.read', { world, townId })
}

/** Every run of an incident, open ones first. */
export const findRuns = (context: Context, incidentId: number): Promise<Run[]> =>
  read(context, async inside => {
    await readIncident(inside, incidentId)
    const rows = await inside.sql`${select(inside.sql)} where r.incident_id = ${incidentId}
      order by (r.ended_at is not null), r.id desc`
    return rows.map(row => sent(runOf(row)))
  })
