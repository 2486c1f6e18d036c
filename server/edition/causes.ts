import type { TransactionSql } from 'postgres'
import type { RiskField } from '../risk/field.ts'
import type { RiskScale } from '../risk/risk.ts'
import type { Cause } from './edition.ts'
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
  const told = await reads(sql =>
    toldOf(sql, { townId: field.townId, ids: found.map(({ id }) => id), from, to }),
  )
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

/** The last fact about each source between two moments: who assessed, changed or raised it, and when. */
async function toldOf(
  sql: TransactionSql,
  { townId, ids, from, to }: { townId: number; ids: Difference['id'][]; from: Moment; to: Moment },
): Promise<Map<number, Told>> {
  if (ids.length === 0) return new Map()
  const [after, until] = [from.cut.at, to.cut.at]
  const rows = await sql<(Told & { id: number })[]>`
    select h.id, h.name, h.name_en as "nameEn", fact.at, coalesce(fact.by, '') as by
    from hazards h left join lateral (
      select * from (
        select assessed_at as at, assessed_by as by from assessments
          where hazard_id = h.id and assessed_at > ${after} and assessed_at <= ${until}
        union all
        select j.at, j.actor from journal j where j.town_id = ${townId} and j.noun = 'hazard' and j.noun_id = h.id
          and j.at > ${after} and j.at <= ${until}
        union all
        select s.at, s.by_name from dangers d join danger_steps s on s.danger_id = d.id
          where d.world = 0 and d.hazard_id = h.id and s.at > ${after} and s.at <= ${until}
      ) facts order by at desc limit 1
    ) fact on true
    where h.id = any (${ids}::int[])`
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
