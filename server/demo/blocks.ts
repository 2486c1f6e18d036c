import type { Arrangement } from './arrangement.ts'
import { type Claim, claims, type Use } from './claims.ts'
import { faces } from './faces.ts'
import type { Point } from './plane.ts'
import { at, type Random } from './random.ts'
import { inside, type Ring, ringArea, ringMiddle } from './ring.ts'
import { riverGap, seaGap } from './water.ts'
import { type Zone, zoneAt } from './zone.ts'

/** A piece of land between streets. `angle` is its main direction in radians, within 45 degrees of east. */
export interface Block {
  ring: Ring
  middle: Point
  hectares: number
  angle: number
  zone: Zone
  use: Use
  claim: Claim | null
}

/** Uses by zone with their shares. */
const SHARES: Record<Zone, [Use, number][]> = {
  lakeside: [['park', 1]],
  centre: [
    ['shops', 0.28],
    ['offices', 0.37],
    ['towers', 0.22],
    ['square', 0.05],
    ['park', 0.08],
  ],
  garden: [
    ['towers', 0.42],
    ['slabs', 0.28],
    ['park', 0.17],
    ['shops', 0.08],
    ['offices', 0.05],
  ],
  inner: [
    ['slabs', 0.62],
    ['towers', 0.2],
    ['park', 0.06],
    ['shops', 0.08],
    ['building-site', 0.04],
  ],
  urban: [
    ['slabs', 0.65],
    ['towers', 0.09],
    ['shops', 0.06],
    ['park', 0.05],
    ['sheds', 0.05],
    ['building-site', 0.04],
    ['grass', 0.06],
  ],
  'old-town': [
    ['houses', 0.72],
    ['slabs', 0.18],
    ['shops', 0.1],
  ],
  campus: [['campus', 1]],
  chemical: [
    ['plant', 0.72],
    ['sheds', 0.18],
    ['grass', 0.1],
  ],
  port: [
    ['yard', 0.55],
    ['sheds', 0.4],
    ['grass', 0.05],
  ],
  works: [
    ['sheds', 0.82],
    ['building-site', 0.06],
    ['grass', 0.12],
  ],
  wetland: [['wetland', 1]],
  hill: [['hill', 1]],
  rural: [
    ['farmland', 0.84],
    ['orchard', 0.08],
    ['forest', 0.08],
  ],
}

function drawn(chance: Random, zone: Zone): Use {
  let left = chance.next()
  for (const [use, share] of SHARES[zone]) {
    left -= share
    if (left <= 0) return use
  }
  return at(SHARES[zone], -1)[0]
}

/** Direction that most of the edge length keeps to, right angles counted as one. */
function mainDirection(ring: Ring): number {
  let [x, y] = [0, 0]
  let before = at(ring, -1)
  for (const point of ring) {
    const angle = 4 * Math.atan2(point[1] - before[1], point[0] - before[0])
    const span = Math.hypot(point[1] - before[1], point[0] - before[0])
    x += span * Math.cos(angle)
    y += span * Math.sin(angle)
    before = point
  }
  return Math.atan2(y, x) / 4
}

const BUILT: Zone[] = ['urban', 'old-town', 'inner', 'garden', 'centre']

function useOf(chance: Random, block: Omit<Block, 'use'>): Use {
  const { zone, hectares, middle, claim } = block
  const pick = drawn(chance, zone)
  if (claim) return claim.use
  if (seaGap(middle) < 0) return 'water'
  if (riverGap(middle) < 68 && zone !== 'port') return 'riverside'
  if (BUILT.includes(zone) && hectares > 20) return 'farmland'
  if (BUILT.includes(zone) && hectares < 0.35) return 'grass'
  if (pick === 'building-site' && hectares > 7) return zone === 'works' ? 'sheds' : 'slabs'
  return pick
}

export function blocksOf(chance: Random, net: Arrangement): Block[] {
  const rings = faces(net).map(ring => ring.map(id => at(net.points, id)))
  const taken = new Set<Claim>()
  return rings
    .map(ring => {
      const middle = ringMiddle(ring)
      const hectares = ringArea(ring) / 10_000
      const claim =
        hectares > 90 ? null : (claims.find(one => !taken.has(one) && inside(one.at, ring)) ?? null)
      if (claim) taken.add(claim)
      return { ring, middle, hectares, angle: mainDirection(ring), zone: zoneAt(middle), claim }
    })
    .filter(block => block.hectares > 0.05)
    .map(block => ({ ...block, use: useOf(chance, block) }))
}
