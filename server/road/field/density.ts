import { metersPerDegree } from './graph.ts'
import { DENSITY_RADIUS_METERS, DENSITY_SCALE } from './table.ts'

interface RoadLengths {
  lng: ArrayLike<number>
  lat: ArrayLike<number>
  /** Meters of drivable road that leave each node. */
  meters: ArrayLike<number>
}

const CELL_METERS = 250

/**
 * Relative road density (0 to 15) around every node: kilometers of road per square kilometer within two
 * kilometers, counted over small cells so that a city takes no longer than a town.
 */
export function roadDensity(roads: RoadLengths): Uint8Array {
  const cells = cellsOf(roads)
  const byCell = new Map<number, number>()
  return Uint8Array.from({ length: roads.lng.length }, (_, node) => {
    const key = cells.keyOf(roads.lng[node] ?? 0, roads.lat[node] ?? 0)
    const known = byCell.get(key)
    if (known !== undefined) return known
    const density = densityAround(key, cells)
    byCell.set(key, density)
    return density
  })
}

interface Cells {
  keyOf(lng: number, lat: number): number
  /** Meters of road, and their mean place in cell units, by cell key. */
  byKey: Map<number, { meters: number; x: number; y: number }>
}

const ROW = 1 << 20

function cellsOf(roads: RoadLengths): Cells {
  const scale = metersPerDegree(roads.lat[0] ?? 0)
  const lng0 = roads.lng[0] ?? 0
  const lat0 = roads.lat[0] ?? 0
  const place = (lng: number, lat: number) => ({
    x: ((lng - lng0) * scale.lng) / CELL_METERS + ROW / 2,
    y: ((lat - lat0) * scale.lat) / CELL_METERS + ROW / 2,
  })
  const byKey: Cells['byKey'] = new Map()
  for (let node = 0; node < roads.lng.length; node++) {
    const { x, y } = place(roads.lng[node] ?? 0, roads.lat[node] ?? 0)
    const key = Math.floor(y) * ROW + Math.floor(x)
    const cell = byKey.get(key) ?? { meters: 0, x: 0, y: 0 }
    cell.meters += roads.meters[node] ?? 0
    byKey.set(key, cell)
    cell.x = Math.floor(x) + 0.5
    cell.y = Math.floor(y) + 0.5
  }
  const keyOf = (lng: number, lat: number) => {
    const { x, y } = place(lng, lat)
    return Math.floor(y) * ROW + Math.floor(x)
  }
  return { keyOf, byKey }
}

function densityAround(key: number, cells: Cells): number {
  const radius = DENSITY_RADIUS_METERS / CELL_METERS
  const centerX = key % ROW
  const centerY = Math.floor(key / ROW)
  let meters = 0
  for (let y = centerY - radius; y <= centerY + radius; y++) {
    for (let x = centerX - radius; x <= centerX + radius; x++) {
      if (Math.hypot(x - centerX, y - centerY) < radius) meters += cells.byKey.get(y * ROW + x)?.meters ?? 0
    }
  }
  const squareKm = (Math.PI * DENSITY_RADIUS_METERS ** 2) / 1e6
  // Each road leaves both its end nodes, so half the sum is its length.
  return Math.min(15, Math.round((meters / 2000 / squareKm) * DENSITY_SCALE))
}
