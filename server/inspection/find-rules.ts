import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import type { ControlEdition, ControlRules, LiveTerm } from './inspection.ts'

/** The rules that count in a town: its own newest edition, the shipped one where it has none. */
export async function loadRules(sql: TransactionSql, townId: number): Promise<ControlRules> {
  const rows = await sql<(ControlRules['rules'][number] & { edition: number; own: boolean })[]>`
    with chosen as (select town_id, edition from control_rules where town_id = ${townId} or town_id is null
      order by town_id nulls last, edition desc limit 1)
    select r.level, r.controller, r.inspect_days as "inspectDays", r.responsible, r.clause, r.verified, r.edition,
      r.town_id is not null as own
    from control_rules r join chosen c on r.edition = c.edition and r.town_id is not distinct from c.town_id
    order by r.level`
  const { edition = 0, own = false } = rows[0] ?? {}
  return { edition, own, rules: rows.map(({ edition: _edition, own: _own, ...rule }) => rule) }
}

export const findRules = (context: Context, { town }: { town: number }): Promise<ControlRules> =>
  readTown(context, town, ({ sql }) => loadRules(sql, town))

interface EditionRow extends Omit<ControlEdition, 'setAt'> {
  at: Date
}

/** Every edition that a town had and the shipped one, newest first. */
export const findRuleEditions = (context: Context, { town }: { town: number }): Promise<ControlEdition[]> =>
  readTown(context, town, async ({ sql }) => {
    const rows = await sql<EditionRow[]>`
      select edition, town_id is not null as own, max(set_at) as at, max(set_by) as "setBy",
        json_agg(json_build_object('level', level, 'controller', controller, 'inspectDays', inspect_days,
          'responsible', responsible, 'clause', clause, 'verified', verified) order by level) as rules
      from control_rules where town_id = ${town} or town_id is null
      group by town_id, edition order by town_id is null, edition desc`
    return rows.map(({ at, ...row }) => ({ ...row, setAt: row.own ? at.toISOString() : null }))
  })

export const findTerms = (context: Context, { town }: { town: number }): Promise<LiveTerm[]> =>
  readTown(context, town, async ({ sql }) => [
    ...(await sql<
      LiveTerm[]
    >`select cause, grade, warning_kind as "warningKind", hazard_kinds as "hazardKinds",
        raise_thousandths as "raiseThousandths", clause, verified
      from live_terms where edition = (select max(edition) from live_terms)
      order by cause, warning_kind, raise_thousandths`),
  ])
