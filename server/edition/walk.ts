import type { RiskField } from '../risk/field.ts'
import type { RiskScale } from '../risk/risk.ts'
import { levelOfSeverity } from '../risk/rules/severity.ts'
import type { Rows } from '../risk/settings.ts'
import type { FieldSource } from '../risk/sources.ts'
import type { Aspect, Cause } from './edition.ts'
import { type Moves, movedOf, noMoves } from './rules/matrix.ts'

/** A source before and after, and what of it differs. */
export interface Difference {
  id: number
  before: FieldSource | null
  after: FieldSource | null
  aspects: Aspect[]
}

/** What a source counts for before anything raises it. */
const standingOf = ({ severities }: FieldSource, scale: RiskScale): number =>
  scale !== 'live' ? severities[scale] : severities.residual < 0 ? severities.inherent : severities.residual

/** The sources that differ between two states as far as the map of a scale depends on them. */
export function differences(
  before: readonly FieldSource[],
  after: readonly FieldSource[],
  scale: RiskScale,
): Difference[] {
  const earlier = new Map(before.map(source => [source.id, source]))
  const later = new Map(after.map(source => [source.id, source]))
  const ids = [...new Set([...earlier.keys(), ...later.keys()])]
  return ids.flatMap(id => {
    const [was, is] = [earlier.get(id) ?? null, later.get(id) ?? null]
    const aspects = aspectsOf(was, is, scale)
    return aspects.length === 0 ? [] : [{ id, before: was, after: is, aspects }]
  })
}

function aspectsOf(was: FieldSource | null, is: FieldSource | null, scale: RiskScale): Aspect[] {
  if (!was) return is ? ['appeared'] : []
  if (!is) return ['gone']
  const aspects: Aspect[] = []
  const [stood, stands] = [standingOf(was, scale), standingOf(is, scale)]
  if (stood !== stands) aspects.push('assessed')
  if (was.lngLat[0] !== is.lngLat[0] || was.lngLat[1] !== is.lngLat[1]) aspects.push('moved')
  if (JSON.stringify(was.area) !== JSON.stringify(is.area)) aspects.push('area')
  if (was.reachMeters !== is.reachMeters) aspects.push('reach')
  if (was.kind !== is.kind || was.domain !== is.domain) aspects.push('kind')
  if (scale !== 'live' || stood < 0 || stands < 0) return aspects
  const more = is.severities.live - stands - (was.severities.live - stood)
  if (more !== 0) aspects.push(more > 0 ? 'raised' : 'lowered')
  return aspects
}

type Weights = Pick<Cause, 'before' | 'after'>

export function weightsOf({ before, after }: Difference, scale: RiskScale): Weights {
  const weight = (source: FieldSource | null) =>
    source && { level: levelOfSeverity(source.severities[scale]), severity: source.severities[scale] }
  return { before: weight(before), after: weight(after) }
}

/** A turn of the walk: one source, or the region's rules. */
export type Turn = { difference: Difference } | { rows: Rows }

/**
 * Takes a field from one state to another, one change after another, and counts the cells that each moves. The field
 * is the later state afterwards, so the moves of all turns lead from the map before to the map after.
 */
export async function walk(field: RiskField, scale: RiskScale, turns: readonly Turn[]): Promise<Moves[]> {
  const levels = Uint8Array.from(field.levels(scale))
  const list: Moves[] = []
  for (const turn of turns) {
    const moves = noMoves()
    const ordinals = 'rows' in turn ? await settle(field, turn.rows) : changed(field, turn.difference, scale)
    for (const ordinal of ordinals) {
      const level = field.levelAt(scale, ordinal)
      moves[movedOf(levels[ordinal] ?? 0, level)] += 1
      levels[ordinal] = level
    }
    moves.same = 0
    list.push(moves)
  }
  return list
}

const changed = (field: RiskField, { id, after }: Difference, scale: RiskScale): number[] =>
  field.changeSource(id, after)[scale]

async function settle(field: RiskField, rows: Rows): Promise<Iterable<number>> {
  await field.recompute(rows)
  return field.cells.ordinalOf
}
