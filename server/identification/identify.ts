import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside, plain, read } from '../context.ts'
import { conflict, invalid } from '../errors.ts'
import { loadRules, loadRun } from './find.ts'
import type { IdentificationRule, IdentificationRun } from './identification.ts'
import { readRegisters } from './read-registers.ts'
import { type Proposed, propose } from './rules/propose.ts'
import type { Registers } from './rules/registers.ts'
import { settle } from './settle.ts'

/** What lies on the ground of a town, as far as it is known. */
export type Sight = Pick<Registers, 'map' | 'slopeAt'>

interface Given {
  townId: number
  /** Asked when the run has begun: reading a map takes a while. */
  look(): Promise<Sight>
}

/**
 * Runs every rule over the registers of a town: one transaction a rule, so that the run's progress can be read while it
 * goes on. Proposals keep their number from run to run; a rejected one comes back only when its facts are others.
 * @throws Refusal `forbidden`, `invalid` (no such town), `conflict` (a run is under way)
 */
export async function identify(asked: Context, given: Given): Promise<IdentificationRun> {
  // A kept answer belongs to one transaction and here are many; a repeated run changes nothing by itself.
  const { idempotency: _key, ...context } = asked
  const { run, rules } = await begin(context, given.townId)
  try {
    const sight = await given.look()
    const registers = await read(context, ({ sql, now }) =>
      readRegisters(sql, { townId: given.townId, now, ...sight }),
    )
    for (const rule of rules) await step(context, { run, rule, proposed: propose(rule, registers) })
    return await finish(context, run, 'done')
  } catch (error) {
    await finish(context, run, 'failed').catch(() => undefined)
    throw error
  }
}

const abandonedAfterMs = 10 * 60_000

const begin = (context: Context, townId: number) =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    allow(actor, 'hazard.edit', { world, townId })
    const [town] = await sql`select id from regions where id = ${townId} and parent_id is null`
    if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
    // A server that went down in the middle of a run must not bar the next one for ever.
    await sql`update identification_runs set state = 'failed', ended_at = ${now}
      where town_id = ${townId} and state = 'running' and started_at < ${new Date(now.getTime() - abandonedAfterMs)}`
    const rules = await loadRules(sql)
    const [row] = await sql<{ id: number }[]>`
      insert into identification_runs (town_id, edition, state, rules_total, started_at, started_by)
      values (${townId}, ${rules[0]?.edition ?? 0}, 'running', ${rules.length}, ${now}, ${actor.name})
      on conflict do nothing returning id`
    if (!row) throw conflict({ zh: '辨识正在进行', en: 'An identification is under way' })
    const run = await loadRun(inside, row.id)
    record({ verb: 'begin', noun: 'identification', id: run.id, townId, after: run })
    return { run, rules }
  })

interface Step {
  run: IdentificationRun
  rule: IdentificationRule
  proposed: Proposed[] | null
}

const step = (context: Context, { run, rule, proposed }: Step) =>
  change(context, async (inside: Inside) => {
    const { sql, actor, world, record } = inside
    const { id, townId } = run
    allow(actor, 'hazard.edit', { world, townId })
    const tally = proposed ? await settle(inside, { run, rule: rule.code, proposed }) : null
    const { fresh = 0, changed = 0, returned = 0, gone = 0, unchanged = 0 } = tally ?? {}
    await sql`update identification_runs set rules_done = rules_done + 1, fresh = fresh + ${fresh},
        changed = changed + ${changed}, returned = returned + ${returned}, gone = gone + ${gone},
        unchanged = unchanged + ${unchanged}, blind = blind || ${tally ? [] : [rule.code]}::text[]
      where id = ${id}`
    if (fresh + changed + returned + gone > 0) {
      const after = plain({ rule: rule.code, fresh, changed, returned, gone, unchanged })
      record({ verb: 'propose', noun: 'identification', id, townId, after })
    }
  })

const finish = (context: Context, { id, townId }: IdentificationRun, state: 'done' | 'failed') =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    allow(actor, 'hazard.edit', { world, townId })
    await sql`update identification_runs set state = ${state}, ended_at = ${now} where id = ${id} and state = 'running'`
    const after = await loadRun(inside, id)
    record({ verb: state === 'done' ? 'finish' : 'fail', noun: 'identification', id, townId, after })
    return after
  })
