import { at } from './random.ts'
import type { Site } from './site.ts'

const levels = (count: number) => ({ 'building:levels': String(count) })

/** Rows of flats facing south, the commonest block of a Chinese new town. */
export function buildSlabs(site: Site): void {
  const { chance, size } = site
  crossLanes(site)
  const storeys = chance.pick([6, 6, 6, 11, 11, 14, 18])
  const depth = chance.between(11.5, 14)
  const pace = depth + (storeys > 9 ? chance.between(26, 32) : chance.between(19, 24))
  const usual = chance.pick([26, 34, 42, 52])
  for (let y = size.south + 14 + chance.between(0, 5); y < size.north - 8; y += pace) {
    const { west, east } = site.across(y)
    for (const side of [-1, 1]) {
      let x = 7
      while (x < (side < 0 ? -west : east) - 8) {
        const length = usual * chance.pick([0.7, 1, 1, 1.25])
        const tags = { building: 'apartments', ...levels(storeys) }
        const across = y + chance.between(-1.5, 1.5)
        if (!chance.chance(0.05))
          for (const share of [1, 0.7, 0.45])
            if (site.put([side * (x + (length * share) / 2), across], [length * share, depth], tags)) break
        x += length + chance.between(8, 13)
      }
    }
  }
  shopsAlong(site)
}

/** One lane through the block from south to north, and one across when it is large. */
function crossLanes(site: Site): void {
  const { size, block } = site
  if (block.hectares < 1) return
  site.lane([0, size.south - 10], [0, size.north + 10])
  if (block.hectares > 3.2) site.lane([size.west - 10, 3], [size.east + 10, 3])
}

/** A low strip of shops on the northern side of some blocks. */
function shopsAlong(site: Site): void {
  const { chance, size } = site
  if (!chance.chance(0.3)) return
  for (let x = size.west + 14; x < size.east - 14; x += 30)
    site.put([x, size.north - 16], [27, 9], { building: 'retail', ...levels(2) })
}

/** Towers in a staggered pattern, with a kindergarten-sized low house here and there. */
export function buildTowers(site: Site): void {
  const { chance, size, block } = site
  if (block.hectares > 1.2) site.lane([size.west - 10, -2], [size.east + 10, -2])
  const pace = chance.between(44, 56)
  const storeys = chance.pick([18, 24, 28, 32])
  let row = 0
  for (let y = size.south + 22; y < size.north - 14; y += pace * 0.92, row++)
    for (let x = size.west + 20 + (row % 2) * (pace / 2); x < size.east - 12; x += pace) {
      const wide = chance.between(20, 33)
      if (chance.chance(0.9))
        site.put([x, y], [wide, chance.between(16, 20)], { building: 'apartments', ...levels(storeys) })
      else site.put([x, y], [wide, 14], { building: 'commercial', ...levels(2) })
    }
}

/** Small old houses wall to wall along narrow lanes. */
export function buildHouses(site: Site): void {
  const { chance, size, block } = site
  if (block.hectares > 0.8) site.lane([size.west - 10, 0], [size.east + 10, 0], 'living_street')
  for (let y = size.south + 13, row = 0; y < size.north - 6; y += row % 2 ? 17 : 13, row++) {
    const { west, east } = site.across(y)
    for (let x = west + 10; x < east - 8; ) {
      const wide = chance.between(8, 17)
      if (!chance.chance(0.1))
        site.put([x + wide / 2, y + chance.between(-1, 1)], [wide, chance.between(8, 11)], {
          building: chance.chance(0.15) ? 'retail' : 'house',
          ...levels(chance.whole(1, 3)),
        })
      x += wide + chance.pick([0.8, 1.5, 1.5, 4])
    }
  }
}

/** Offices and shops: larger footprints, some as an angle. */
export function buildOffices(site: Site): void {
  const { chance, size, use } = site
  const tag = use === 'shops' ? 'retail' : 'office'
  const [paceX, paceY] = [chance.between(58, 84), chance.between(50, 66)]
  for (let y = size.south + 34; y < size.north - 20; y += paceY)
    for (let x = size.west + 36; x < size.east - 24; x += paceX) {
      const [wide, deep] = [paceX * chance.between(0.5, 0.75), paceY * chance.between(0.42, 0.66)]
      const storeys = use === 'shops' ? chance.whole(2, 6) : chance.whole(5, 24)
      if (chance.chance(0.35)) angled(site, [x, y], [wide, deep], { building: tag, ...levels(storeys) })
      else if (chance.chance(0.92)) site.put([x, y], [wide, deep], { building: tag, ...levels(storeys) })
    }
}

function angled(
  site: Site,
  [x, y]: [number, number],
  [wide, deep]: [number, number],
  tags: Record<string, string>,
): void {
  const hull = site.rectangle([x, y], [wide, deep])
  if (!hull) return
  const corner = (dx: number, dy: number) => site.toTown([x + dx * wide, y + dy * deep])
  const flip = site.chance.chance(0.5) ? 1 : -1
  const ring = [
    corner(-0.5 * flip, -0.5),
    corner(0.5 * flip, -0.5),
    corner(0.5 * flip, -0.05),
    corner(-0.08 * flip, -0.05),
    corner(-0.08 * flip, 0.5),
    corner(-0.5 * flip, 0.5),
  ]
  site.plot.buildings.push({ ring, tags })
}

/** A campus: teaching halls of several sizes around lawns. */
export function buildCampus(site: Site): void {
  const { chance, size } = site
  site.lane([0, size.south - 10], [0, size.north + 10])
  site.lane([size.west - 10, 0], [size.east + 10, 0])
  for (let y = size.south + 34; y < size.north - 20; y += 62)
    for (let x = size.west + 40; x < size.east - 24; x += 82) {
      if (chance.chance(0.2)) continue
      const shape = chance.pick([
        [58, 18],
        [62, 22],
        [40, 30],
        [24, 46],
      ] as const)
      if (chance.chance(0.3)) angled(site, [x, y], [64, 44], { building: 'university', ...levels(5) })
      else
        site.put([x, y], shape, {
          building: at(['university', 'dormitory', 'university'], chance.whole(0, 2)),
          ...levels(6),
        })
    }
}
