import type { Both } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import { reasons } from './coverage-edit.ts'
import { byPlace, exactDoubleArea } from './exact.ts'
import { SpotTable } from './spot-table.ts'

/**
 * The rings of several faces or pieces as one: sides that two of them share go. One outer ring must be left, and no
 * ring may touch another or itself.
 */
export function joinRings(
  pieces: readonly (readonly Spot[][])[],
  start: Spot | undefined,
): Spot[][] | { reason: Both; at: Spot } {
  const spots = new SpotTable(256)
  const sides = new Map<number, [number, number]>()
  for (const ring of pieces.flat()) {
    let a = spots.take(ring.at(-1) ?? [0, 0])
    for (const spot of ring) {
      const b = spots.take(spot)
      if (!sides.delete(b * 2 ** 26 + a)) sides.set(a * 2 ** 26 + b, [a, b])
      a = b
    }
  }
  const next = new Map<number, number>()
  for (const [a, b] of sides.values()) {
    if (next.has(a)) return { reason: reasons.touches, at: spots.spot(a) }
    next.set(a, b)
  }
  const rings = loops(next).map(loop =>
    begun(
      loop.map(v => spots.spot(v)),
      start,
    ),
  )
  const outers = rings.filter(ring => exactDoubleArea(ring) > 0n)
  const at = rings[0]?.[0] ?? [0, 0]
  if (outers.length !== 1) return { reason: reasons.apart, at }
  return [
    ...outers,
    ...rings.filter(ring => ring !== outers[0]).sort((p, q) => byPlace(p[0] ?? at, q[0] ?? at)),
  ]
}

function loops(next: Map<number, number>): number[][] {
  const found: number[][] = []
  for (const first of next.keys()) {
    const loop: number[] = []
    for (let v = next.get(first); v !== undefined; v = next.get(v)) {
      const from = loop.at(-1) ?? first
      next.delete(from)
      loop.push(v)
      if (v === first) break
    }
    if (loop.length > 2) found.push(loop)
  }
  return found
}

/** A ring that begins at the wanted spot, or else at its lowest one, so that the same ring is always written alike. */
export function begun(ring: readonly Spot[], wanted: Spot | undefined): Spot[] {
  const name = String(wanted)
  let start = wanted ? ring.findIndex(spot => String(spot) === name) : -1
  if (start < 0)
    start = ring.reduce((least, spot, i) => (byPlace(spot, ring[least] ?? spot) < 0 ? i : least), 0)
  return [...ring.slice(start), ...ring.slice(0, start)]
}
