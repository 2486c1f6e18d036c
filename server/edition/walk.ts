import { setImmediate } from 'node:timers/promises'
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

const sourcesAtOnce = 2000

/** The sources that differ between two states as far as the map of a scale depends on them. */
export async function differences(
  before: readonly FieldSource[],
  after: readonly FieldSource[],
  scale: RiskScale,
): Promise<Difference[]> {
  const earlier = new Map(before.map(source => [source.id, source]))
  const later = new Map(after.map(source => [source.id, source]))
  const ids = [...new Set([...earlier.keys(), ...later.keys()])]
  const found: Difference[] = []
  for (const [i, id] of ids.entries()) {
    if (i % sourcesAtOnce === sourcesAtOnce - 1) await setImmediate()
    const [was, is] = [earlier.get(id) ?? null, later.get(id) ?? null]
    const aspects = aspectsOf(was, is, scale)
    if (aspects.length > 0) found.push({ id, before: was, after: is, aspects })
  }
  return found
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
  if (scale !== 'live' || stood < 0 !== stands < 0) return aspects
  // What nobody assessed is as severe as what raises it.
  const more = is.severities.live - Math.max(0, stands) - (was.severities.live - Math.max(0, stood))
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

interface Walk {
  scale: RiskScale
  turns: readonly Turn[]
  /** The cells that are counted. */
  ordinals: Int32Array
}

const busyMs = 12

/**
 * Takes a field from one state to another, one change after another, and counts the cells that each moves. The field
 * is the later state afterwards, so the moves of all turns lead from the map before to the map after.
 */
export async function walk(field: RiskField, { scale, turns, ordinals }: Walk): Promise<Moves[]> {
  const levels = Uint8Array.from(field.levels(scale))
  const isCounted = new Uint8Array(levels.length)
  for (const ordinal of ordinals) isCounted[ordinal] = 1
  const list: Moves[] = []
  let since = performance.now()
  for (const turn of turns) {
    const moves = noMoves()
    const touched = 'rows' in turn ? await settle(field, turn.rows) : changed(field, turn.difference, scale)
    for (const ordinal of touched) {
      const level = field.levelAt(scale, ordinal)
      if (isCounted[ordinal] === 1) moves[movedOf(levels[ordinal] ?? 0, level)] += 1
      levels[ordinal] = level
    }
    moves.same = 0
    list.push(moves)
    if (performance.now() - since < busyMs) continue
    // Others are answered in between.
    await setImmediate()
    since = performance.now()
  }
  return list
}

const changed = (field: RiskField, { id, after }: Difference, scale: RiskScale): number[] =>
  field.changeSource(id, after)[scale]

async function settle(field: RiskField, rows: Rows): Promise<Iterable<number>> {
  await field.recompute(rows)
  return field.cells.ordinalOf
}
