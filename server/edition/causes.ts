import type { TransactionSql } from 'postgres'
import type { RiskField } from '../risk/field.ts'
import type { RiskScale } from '../risk/risk.ts'
import type { Aspect, Cause } from './edition.ts'
import type { LiveReads } from './live-reads.ts'
import type { Moment } from './moment.ts'
import type { Past } from './past.ts'
import { type Moves, matrixOf, movesOf } from './rules/matrix.ts'
import { type Difference, differences, type Turn, walk, weightsOf } from './walk.ts'

const causesAtMost = 100

/** Cells that were drawn anew in between, with the levels before as these cells show them. */
interface Redrawn {
  before: Uint8Array
  ordinals: Int32Array
  at: Date | null
  by: string
}

interface Asked {
  reads: LiveReads
  /** The map before; it is the map after when the causes are known. */
  field: RiskField
  past: Past
  later: Past
  from: Moment
  to: Moment
  scale: RiskScale
  /** The cells that can be compared. */
  ordinals: Int32Array
  redrawn: Redrawn | null
}

/** Why a map changed: each source that differs, in the order in which it did, with the cells that it moved. */
export async function causesOf(asked: Asked): Promise<{ causes: Cause[]; quiet: number }> {
  const { reads, field, past, later, from, to, scale, ordinals, redrawn } = asked
  const found = await differences(past.sources, later.sources, scale)
  const told = await reads(sql => toldOf(sql, { townId: field.townId, found, scale, from, to }))
  const timed = found
    .map(difference => ({ difference, told: told.get(difference.id) }))
    .sort((a, b) => (a.told?.at?.getTime() ?? Infinity) - (b.told?.at?.getTime() ?? Infinity) || 0)
  const turns: Turn[] = timed.map(({ difference }) => ({ difference }))
  const isSettled = past.settingsVersion !== later.settingsVersion
  if (isSettled) turns.push({ rows: later.rows })
  const anew = redrawn && movesBetween(redrawn, field.levels(scale))
  const moves = await walk(field, { scale, turns, ordinals })
  const causes = timed.map(
    ({ difference, told: fact }, i): Cause => ({
      hazardId: difference.id,
      name: fact?.name ?? '',
      nameEn: fact?.nameEn ?? '',
      aspects: difference.aspects,
      ...weightsOf(difference, scale),
      at: fact?.at?.toISOString() ?? null,
      by: fact?.by ?? '',
      ...movedBy(moves[i]),
    }),
  )
  if (isSettled) causes.push({ ...rules, ...movedBy(moves.at(-1)) })
  if (redrawn && anew) {
    const { at, by } = redrawn
    causes.push({ ...rules, aspects: ['redrawn'], at: at?.toISOString() ?? null, by, ...movedBy(anew) })
  }
  const loud = causes.filter(each => total(each) > 0).sort((a, b) => total(b) - total(a))
  const shown = loud.slice(0, causesAtMost)
  return { causes: shown, quiet: causes.length - shown.length }
}

function movesBetween({ before, ordinals }: Redrawn, after: Uint8Array): Moves {
  const moves = movesOf(matrixOf(before, after, ordinals))
  return { ...moves, same: 0 }
}

const total = ({ rose, fell, assessed, unassessed }: Cause) => rose + fell + assessed + unassessed

function movedBy(moves: Moves | undefined) {
  const { rose = 0, fell = 0, assessed = 0, unassessed = 0 } = moves ?? {}
  return { rose, fell, assessed, unassessed }
}

const rules = {
  hazardId: null,
  name: '',
  nameEn: '',
  aspects: [],
  before: null,
  after: null,
  at: null,
  by: '',
}

interface Told {
  name: string
  nameEn: string
  at: Date | null
  by: string
}

const registered: readonly Aspect[] = ['appeared', 'gone', 'moved', 'area', 'reach', 'kind']
const lived: readonly Aspect[] = ['raised', 'lowered']

/** Which facts can be the reason of a difference: a rename says nothing about an assessment. */
const reasonsIn = ({ id, aspects }: Difference) => ({
  id,
  assessed: aspects.includes('assessed'),
  registered: aspects.some(each => registered.includes(each)),
  lived: aspects.some(each => lived.includes(each)),
})

interface Asking {
  townId: number
  found: readonly Difference[]
  scale: RiskScale
  from: Moment
  to: Moment
}

/** The last fact between two moments that made each source differ: who assessed, changed or raised it, and when. */
async function toldOf(
  sql: TransactionSql,
  { townId, found, scale, from, to }: Asking,
): Promise<Map<number, Told>> {
  if (found.length === 0) return new Map()
  const [after, until] = [from.cut.at, to.cut.at]
  const counts = scale === 'live' ? ['inherent', 'residual'] : [scale]
  const rows = await sql<(Told & { id: number })[]>`
    select h.id, h.name, h.name_en as "nameEn", fact.at, coalesce(fact.by, '') as by
    from jsonb_to_recordset(${sql.json(found.map(reasonsIn))})
      as d (id int, assessed boolean, registered boolean, lived boolean)
    join hazards h on h.id = d.id left join lateral (
      select * from (
        select assessed_at as at, assessed_by as by from assessments
          where d.assessed and hazard_id = h.id and scale = any (${counts}::text[])
            and assessed_at > ${after} and assessed_at <= ${until}
        union all
        select j.at, j.actor from journal j where d.registered and j.town_id = ${townId} and j.noun = 'hazard'
          and j.noun_id = h.id and j.at > ${after} and j.at <= ${until}
        union all
        select s.at, s.by_name from dangers g join danger_steps s on s.danger_id = g.id
          where d.lived and g.world = 0 and g.hazard_id = h.id and s.at > ${after} and s.at <= ${until}
        union all
        select j.at, j.actor from sensors e join journal j on j.town_id = ${townId} and j.noun = 'sensor'
          and j.noun_id = e.id
          where d.lived and e.world = 0 and e.hazard_id = h.id and j.world = 0 and j.at > ${after} and j.at <= ${until}
      ) facts order by at desc limit 1
    ) fact on true`
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
