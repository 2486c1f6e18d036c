import type { LngLat } from '../../server/region/place.ts'
import { lngLatOf, type Spot, spotOf } from '../../server/region/rules/lattice.ts'
import type { CellGeometry } from '../../server/risk/rules/cell-pack.ts'

/** Corners of cells within a reach (units east and north) of a spot, straight from the packed cells. */
export function cellCorners({ chunks }: CellGeometry, spot: Spot, [reachX, reachY]: Spot): Spot[] {
  const [lng, lat] = lngLatOf(spot)
  const [dx, dy] = [reachX / 1e7, reachY / 1e7]
  const found: LngLat[] = []
  for (const { origin, bounds, positions, vertices } of chunks) {
    const [west, south, east, north] = bounds
    if (lng < west - dx || lng > east + dx || lat < south - dy || lat > north + dy) continue
    const [x, y] = [lng - origin[0], lat - origin[1]]
    for (let at = 0; at < 2 * vertices; at += 2) {
      const [px, py] = [positions[at] ?? 0, positions[at + 1] ?? 0]
      if (Math.abs(px - x) < dx && Math.abs(py - y) < dy) found.push([origin[0] + px, origin[1] + py])
    }
  }
  return found.map(spotOf)
}
