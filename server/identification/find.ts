import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import type { Context, Inside } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import {
  type IdentificationRule,
  type IdentificationRun,
  type Proposal,
  ProposalState,
} from './identification.ts'
import { type Rejected, rejectionsOf } from './rejections.ts'
import { changedFacts } from './rules/changed-facts.ts'

export const ProposalQuery = z.object({
  town: wholeNumber,
  state: ProposalState.default('open'),
  limit: wholeNumber.pipe(z.int().min(1).max(5000)).default(2000),
  cursor: wholeNumber.default(0),
})
export type ProposalQuery = z.infer<typeof ProposalQuery>

interface ProposalRow extends Omit<Proposal, 'lngLat' | 'decidedAt' | 'rejectedBefore'> {
  lng: number
  lat: number
  decided: Date | null
}

export async function proposalsWhere(sql: TransactionSql, where: Fragment): Promise<Proposal[]> {
  const rows = await sql<ProposalRow[]>`
    select p.id, p.town_id as "townId", p.rule, p.key, p.act, p.hazard_id as "hazardId", p.name, p.name_en as "nameEn",
      p.domain, p.kind, ST_X(p.point) as lng, ST_Y(p.point) as lat, p.reach_meters as "reachMeters", p.reasons, p.facts,
      p.facts_hash as "factsHash", p.state, p.news, p.decided_at as decided, p.decided_by as "decidedBy", p.reason,
      p.version
    from proposals p ${where}`
  const back = rows.filter(({ state, news }) => state === 'open' && news === 'returned')
  const townId = back[0]?.townId ?? 0
  const rejections = await rejectionsOf(sql, { townId, ids: back.map(({ id }) => id) })
  return rows.map(({ lng, lat, decided, ...row }) => ({
    ...row,
    lngLat: [lng, lat],
    decidedAt: decided?.toISOString() ?? null,
    rejectedBefore: toldOf(rejections.get(row.id), row.facts),
  }))
}

const toldOf = (rejected: Rejected | undefined, facts: Proposal['facts']): Proposal['rejectedBefore'] =>
  rejected
    ? {
        reason: rejected.reason,
        by: rejected.decidedBy,
        at: rejected.decidedAt ?? '',
        changed: changedFacts(rejected.facts, facts),
      }
    : null

/** Proposals of a town by number, in pages. */
export const findProposals = (context: Context, query: ProposalQuery): Promise<Proposal[]> =>
  readTown(context, query.town, ({ sql }) =>
    proposalsWhere(
      sql,
      sql`where p.town_id = ${query.town} and p.state = ${query.state} and p.id > ${query.cursor}
        order by p.id limit ${query.limit}`,
    ),
  )

/** Inside a transaction. @throws Refusal `missing` */
export async function loadProposal(sql: TransactionSql, id: number): Promise<Proposal> {
  const [proposal] = await proposalsWhere(sql, sql`where p.id = ${id}`)
  if (!proposal) throw missing({ zh: '没有这条辨识建议', en: 'There is no such proposal' })
  return proposal
}

/** The newest edition of the rules, in the order in which they are run. */
export async function loadRules(sql: TransactionSql): Promise<IdentificationRule[]> {
  const rows = await sql<IdentificationRule[]>`
    select edition, code, title, title_en as "titleEn", domain, kind, reach_meters as "reachMeters", parameters, clause,
      verified
    from identification_rules where edition = (select max(edition) from identification_rules) order by domain, code`
  return [...rows]
}

export const findRules = (context: Context, { town }: { town: number }): Promise<IdentificationRule[]> =>
  readTown(context, town, ({ sql }) => loadRules(sql))

interface RunRow extends Omit<IdentificationRun, 'startedAt' | 'endedAt'> {
  started: Date
  ended: Date | null
}

export async function runsWhere(sql: TransactionSql, where: Fragment): Promise<IdentificationRun[]> {
  const rows = await sql<RunRow[]>`
    select id, town_id as "townId", edition, state, rules_done as "rulesDone", rules_total as "rulesTotal", fresh, changed,
      returned, gone, unchanged, blind, started_at as started, started_by as "startedBy", ended_at as ended
    from identification_runs ${where}`
  return rows.map(({ started, ended, ...row }) => ({
    ...row,
    startedAt: started.toISOString(),
    endedAt: ended?.toISOString() ?? null,
  }))
}

/** @throws Refusal `missing` */
export async function loadRun({ sql }: Pick<Inside, 'sql'>, id: number): Promise<IdentificationRun> {
  const [run] = await runsWhere(sql, sql`where id = ${id}`)
  if (!run) throw missing({ zh: '没有这次辨识', en: 'There is no such run' })
  return run
}

/** The latest runs of a town, the newest first. */
export const findRuns = (context: Context, { town }: { town: number }): Promise<IdentificationRun[]> =>
  readTown(context, town, ({ sql }) => runsWhere(sql, sql`where town_id = ${town} order by id desc limit 20`))
