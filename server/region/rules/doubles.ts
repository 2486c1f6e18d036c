import { metersBetween } from '../../road/field/graph.ts'
import type { Bbox, LngLat } from '../place.ts'
import type { SearchHit } from '../region.ts'

type Named = Pick<SearchHit, 'noun' | 'name' | 'kind' | 'lngLat' | 'bounds'>

const nearMeters = 600
/** Rivers and streets are mapped in pieces: the same name a few kilometres on is still the same one. */
const longKinds: Record<string, number> = { water: 5000, street: 5000 }

/**
 * Leaves out a place of the base map where a register, the region tree or another place already answers with the
 * same name there. Things of different registers stay: a hospital to protect is not the team that drives from it.
 */
export function withoutDoubles<Hit extends Named>(hits: readonly Hit[]): Hit[] {
  const registered = hits.filter(hit => hit.noun !== 'place')
  const kept: Hit[] = []
  for (const hit of hits) {
    if (hit.noun === 'place') {
      if (registered.some(other => other.name === hit.name && holds(other, hit.lngLat))) continue
      if (kept.some(other => isSamePlace(other, hit))) continue
    }
    kept.push(hit)
  }
  return kept
}

const holds = ({ bounds, lngLat }: Named, at: LngLat) =>
  (bounds !== null && isInside(bounds, at)) || metersBetween(lngLat, at) <= nearMeters

const isInside = ([west, south, east, north]: Bbox, [lng, lat]: LngLat) =>
  lng >= west && lng <= east && lat >= south && lat <= north

/** A street is never the square, the school or the bridge it is named after. */
function isSamePlace(one: Named, other: Named): boolean {
  if (one.noun !== 'place' || one.name !== other.name) return false
  if (one.kind !== other.kind && (one.kind === 'street' || other.kind === 'street')) return false
  const reach = one.kind === other.kind ? (longKinds[one.kind] ?? nearMeters) : nearMeters
  return metersBetween(one.lngLat, other.lngLat) <= reach
}
