import { voidHeight } from '../threat/rules/flood.ts'
import type { HgtTile } from '../threat/rules/hgt.ts'
import { type Point, toPoint } from './plane.ts'
import { at } from './random.ts'
import { inside } from './ring.ts'
import { creekGap, EXTENT, HILL, openWater, riverGap, seaGap, seaRing } from './water.ts'

const SIDE = 3601
const [SOUTH, WEST] = [30, 121]
/** Rivers come from outside the town, so the ground goes on beyond its edge. */
const REACH = EXTENT + 900

function ramp(value: number, low: number, high: number): number {
  const t = Math.max(0, Math.min(1, (value - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

const middleOf = (ring: readonly Point[]): Point => {
  const [x, y] = ring.reduce(([sx, sy], [px, py]) => [sx + px, sy + py], [0, 0])
  return [x / ring.length, y / ring.length]
}
const hill = middleOf(HILL)

/** Metres over the sea: water lowest, banks low, the middle of the land a little higher, one hill in the west. */
export function groundAt(point: Point): number {
  const [x, y] = point
  if (inside(point, seaRing)) return 0
  if (riverGap(point) < 0 || creekGap(point) < 0) return 1
  if (openWater(point)) return 2
  const dry = Math.min(riverGap(point), seaGap(point) * 1.4)
  const waves = 0.9 * Math.sin(x / 690 + 1) * Math.cos(y / 610)
  const fromHill = Math.hypot((x - hill[0]) / 1.35, y - hill[1])
  const rise = 58 * (1 - ramp(fromHill, 20, 420))
  return Math.max(2, Math.round(3 + 3.4 * ramp(dry, 30, 420) + 1.5 * ramp(-x, 0, 5200) + waves + rise))
}

export const terrainEdition = '演示地形 made-up demo terrain 1″'

/** The tile of the made-up town, one second of arc. The same every time; nobody measured what lies outside it. */
export function demoTile(): HgtTile {
  const bytes = new Uint8Array(SIDE * SIDE * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < bytes.length; i += 2) {
    bytes[i] = voidHeight >> 8
  }
  const [from, to] = [sampleAt([-REACH, REACH]), sampleAt([REACH, -REACH])]
  for (let row = from.row; row <= to.row; row++) {
    for (let column = from.column; column <= to.column; column++) {
      const spot = toPoint([WEST + column / (SIDE - 1), SOUTH + 1 - row / (SIDE - 1)])
      view.setInt16((row * SIDE + column) * 2, groundAt(spot))
    }
  }
  return { name: 'N30E121', south: SOUTH, west: WEST, side: SIDE, bytes }
}

function sampleAt(point: Point): { column: number; row: number } {
  const corner = toPoint([WEST, SOUTH + 1])
  const other = toPoint([WEST + 1, SOUTH])
  const share = (axis: 0 | 1) => (at(point, axis) - at(corner, axis)) / (at(other, axis) - at(corner, axis))
  return { column: Math.round(share(0) * (SIDE - 1)), row: Math.round(share(1) * (SIDE - 1)) }
}
