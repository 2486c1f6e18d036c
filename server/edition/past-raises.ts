import type { TransactionSql } from 'postgres'
import type { Cut } from './past.ts'
import { since } from './past.ts'

interface Raised {
  thousandths: number
}

interface Asked {
  townId: number
  cut: Cut
  sources: readonly { id: number; kind: string }[]
}

/** What raised the sources of a town at a cut: hidden dangers, warnings and readings by their own history. */
export async function pastRaises(sql: TransactionSql, asked: Asked): Promise<Map<number, Raised[]>> {
  const terms = await sql<Term[]>`
    select cause, grade, warning_kind as "warningKind", hazard_kinds as "hazardKinds",
      raise_thousandths as thousandths
    from live_terms where edition = (select max(edition) from live_terms)`
  const found = new Map<number, Raised[]>()
  const add = (id: number, { thousandths }: Term) =>
    void found.set(id, [...(found.get(id) ?? []), { thousandths }])
  const termsOf = (cause: string, grade: string) =>
    terms.filter(term => term.cause === cause && term.grade === grade)
  for (const { hazardId, grade } of await openDangers(sql, asked))
    for (const term of termsOf('danger', grade)) add(hazardId, term)
  for (const { hazardId, grade } of await overSensors(sql, asked))
    for (const term of termsOf('reading', grade)) add(hazardId, term)
  for (const { kind, level, within } of await warningsInForce(sql, asked)) {
    const meant = termsOf('warning', level).filter(({ warningKind }) => (warningKind ?? kind) === kind)
    for (const term of meant)
      for (const source of asked.sources)
        if ((term.hazardKinds?.includes(source.kind) ?? true) && (within?.includes(source.id) ?? true))
          add(source.id, term)
  }
  return found
}

interface Term extends Raised {
  cause: string
  grade: string
  warningKind: string | null
  hazardKinds: string[] | null
}

interface Graded {
  hazardId: number
  grade: string
}

/** The last step up to the cut says the state, or the journal of what was under way then; the journal says the grade. */
async function openDangers(sql: TransactionSql, { townId, cut }: Asked): Promise<Graded[]> {
  return sql<Graded[]>`
    with later as (
      select distinct on (j.noun_id) j.noun_id as id, j.before, j.at from journal j
      where j.world = 0 and j.town_id = ${townId} and j.noun = 'danger' and j.noun_id is not null and ${since(sql, cut)}
      order by j.noun_id, j.sequence
    )
    select d.hazard_id as "hazardId", coalesce(l.before ->> 'grade', d.grade) as grade
    from dangers d left join later l on l.id = d.id
    join lateral (select state from danger_steps s where s.danger_id = d.id and s.at <= ${cut.at}
      order by s.ordinal desc limit 1) step on true
    where d.world = 0 and d.town_id = ${townId} and (l.id is null or l.before is not null)
      and case when l.at <= ${cut.at} then l.before ->> 'state' else step.state end <> 'closed'`
}

async function overSensors(sql: TransactionSql, { townId, cut }: Asked): Promise<Graded[]> {
  return sql<Graded[]>`
    with later as (
      select distinct on (j.noun_id) j.noun_id as id, j.before from journal j
      where j.world = 0 and j.town_id = ${townId} and j.noun = 'sensor' and j.noun_id is not null and ${since(sql, cut)}
      order by j.noun_id, j.sequence
    )
    select s.hazard_id as "hazardId", coalesce(l.before ->> 'grade', s.grade) as grade
    from sensors s left join later l on l.id = s.id
    where s.world = 0 and s.town_id = ${townId} and s.hazard_id is not null and (l.id is null or l.before is not null)
      and coalesce(l.before ->> 'grade', s.grade) <> 'none'
      and coalesce((l.before ->> 'overSince')::timestamptz, s.over_since, ${cut.at}) <= ${cut.at}`
}

/** As it stood then: a warning that was changed or lifted later says so in the journal. */
const warningsInForce = (sql: TransactionSql, { townId, cut }: Asked) =>
  sql<{ kind: string; level: string; within: number[] | null }[]>`
    with later as (
      select distinct on (j.noun_id) j.noun_id as id, j.before from journal j
      where j.town_id = ${townId} and j.world = 0 and j.noun = 'warning' and j.noun_id is not null
        and j.before is not null and ${since(sql, cut)}
      order by j.noun_id, j.sequence
    ), then_in_force as (
      select coalesce(l.before ->> 'kind', w.kind) as kind, coalesce(l.before ->> 'level', w.level) as level,
        case when l.before ? 'area'
          then ST_SetSRID(ST_GeomFromGeoJSON(nullif(l.before -> 'area', 'null'::jsonb)), 4326)
          else w.area end as area
      from warnings w left join later l on l.id = w.id
      where w.world = 0 and w.town_id = ${townId} and w.issued_at <= ${cut.at}
        and coalesce((l.before ->> 'until')::timestamptz, w.until) > ${cut.at}
        and (l.id is not null or w.ended_at is null or w.ended_at > ${cut.at})
    )
    select kind, level, case when area is null then null else array(select h.id from hazards h
      where h.town_id = ${townId} and ST_Intersects(area, coalesce(h.area, h.point))) end as within
    from then_in_force`
