import type { TransactionSql } from 'postgres'
import { factsOf } from '../../plans/facts.ts'
import { mayMark } from '../../plans/may-mark.ts'
import { boardOf } from '../../plans/run.ts'
import { walk } from '../../plans/walk.ts'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, missing, stale } from '../errors.ts'
import { loadRun, type PlacedRun } from './find-run.ts'
import type { NodeMarkInput, RunNode } from './plan.ts'

/** `byOrder`: the mark follows from what happened to an order, so whoever may answer the order may cause it. */
type Mark = NodeMarkInput & { nodeId: string; byOrder?: boolean }

/**
 * Marks one node of a run. `version` is that of the mark seen, 0 where there was none.
 * @throws Refusal `missing`, `forbidden`, `conflict` (not possible now, with the reason; stale with `theirs`)
 */
export function mark(context: Context, runId: number, input: Mark): Promise<RunNode> {
  return change(context, async ({ sql, now, world, actor, record }) => {
    // Marks of one run queue here: what a mark relies on cannot be taken back at the same moment.
    await sql`select id from runs where id = ${runId} for no key update`
    const run = await loadRun(sql, runId)
    allow(actor, input.byOrder ? 'order.answer' : 'incident.command', { world, townId: run.townId })
    const node = walk(run.document.root).find(place => place.node.id === input.nodeId)?.node
    if (!node) throw missing({ zh: '预案中没有这个节点', en: 'The plan has no such node' })
    const before = run.nodes.find(one => one.nodeId === input.nodeId) ?? null
    if ((before?.version ?? 0) !== input.version) throw stale(before)
    refuseUnlessPossible(run, input, now)
    const after = await write(sql, { run, input, now, by: actor.name })
    if (!after)
      throw stale((await loadRun(sql, runId)).nodes.find(one => one.nodeId === input.nodeId) ?? null)
    record({
      verb: 'mark',
      noun: 'run-node',
      id: runId,
      version: after.version,
      townId: run.townId,
      incidentId: run.incidentId,
      before,
      after: { ...after, runId, title: node.title },
    })
    return after
  })
}

function refuseUnlessPossible(
  run: PlacedRun,
  { nodeId, state }: { nodeId: string; state: NodeMarkInput['state'] },
  now: Date,
) {
  if (run.endedAt) throw conflict({ zh: '响应已终止，不能再标记', en: 'The response has ended' })
  const verdict = mayMark(boardOf(run.document, factsOf(run, now)), nodeId, state)
  if (!verdict.allowed) throw conflict(verdict.reason)
}

async function write(
  sql: TransactionSql,
  { run, input, now, by }: { run: PlacedRun; input: Mark; now: Date; by: string },
): Promise<RunNode | undefined> {
  const { nodeId, state, note, version } = input
  const [row] =
    version === 0
      ? await sql`insert into run_nodes (run_id, node_id, state, at, by_name, note)
          values (${run.id}, ${nodeId}, ${state}, ${now}, ${by}, ${note}) on conflict do nothing returning version`
      : await sql`update run_nodes set state = ${state}, at = ${now}, by_name = ${by}, note = ${note},
            version = version + 1
          where run_id = ${run.id} and node_id = ${nodeId} and version = ${version} returning version`
  return row && { nodeId, state, at: now.toISOString(), by, note, version: row.version }
}
