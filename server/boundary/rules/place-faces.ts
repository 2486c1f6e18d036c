import type { Words } from '../../errors.ts'
import { type Spot, same, spotOf } from '../../region/rules/lattice.ts'
import type { RowProblem } from '../boundary.ts'
import type { Placing } from './crs.ts'
import type { SourceFace } from './survey.ts'

type Pair = [x: number, y: number]

export interface Placed {
  faces: SourceFace[]
  problems: RowProblem[]
  /** Rings that surround nothing: fewer than three places, or all on one line. */
  collapsed: { row: number; at: Spot }[]
}

/** Brings rows onto the lattice. A row with a position that is nowhere on the earth is named and left out. */
export function placeFaces(
  features: readonly { row: number; parts: Pair[][][] }[],
  placing: Placing,
): Placed {
  const placed: Placed = { faces: [], problems: [], collapsed: [] }
  for (const { row, parts } of features) {
    const placedParts = parts.map(rings => rings.map(ring => ringOf(ring, placing)))
    const missing = placedParts.flat().find(ring => ring === null)
    if (missing === null) {
      placed.problems.push({ row, path: 'coordinates', message: nowhere(placing) })
      continue
    }
    const sound = placedParts.map(rings => rings.filter(ring => ring !== null))
    for (const ring of sound.flat()) {
      if (ring[0] && ring.length < 3) placed.collapsed.push({ row, at: ring[0] })
    }
    const kept = sound.map(rings => rings.filter(ring => ring.length >= 3)).filter(rings => rings.length > 0)
    if (kept.length > 0) placed.faces.push({ row, parts: kept })
    else placed.problems.push({ row, path: 'geometry', message: nothing })
  }
  return placed
}

const nothing: Words = {
  zh: '所有环都没有面积（少于三个不同的顶点）',
  en: 'No ring has an area (fewer than three different positions)',
}

const nowhere = ({ name, isMetric }: Placing): Words => ({
  zh: `坐标不在地球上（按 ${name.zh} 理解）；${isMetric ? '请核对投影带' : '请核对坐标系，或经纬度是否写反'}`,
  en: `A position is nowhere on the earth (taken as ${name.en}); ${isMetric ? 'check the band' : 'check the coordinate system, or whether longitude and latitude are swapped'}`,
})

/** Spots without repeats and without the closing one, or null when one is nowhere. */
function ringOf(ring: readonly Pair[], placing: Placing): Spot[] | null {
  const spots: Spot[] = []
  for (const pair of ring) {
    const [lng, lat] = placing.toDegrees(pair)
    if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90)) return null
    const spot = spotOf([lng, lat])
    const last = spots.at(-1)
    // Minus zero and zero are one place.
    const clean: Spot = [spot[0] || 0, spot[1] || 0]
    if (!last || !same(last, clean)) spots.push(clean)
  }
  const [first] = spots
  const last = spots.at(-1)
  if (first && last && spots.length > 1 && same(first, last)) spots.pop()
  return spots
}
