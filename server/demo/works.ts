import { circle, type Point, rectangle } from './plane.ts'
import type { Site } from './site.ts'

/** Large sheds in rows with yards between, an office at the gate. */
export function buildSheds(site: Site): void {
  const { chance, size, block } = site
  if (block.hectares > 3) site.lane([0, size.south - 10], [0, size.north + 10])
  const usual = chance.between(52, 120)
  const deep = Math.min(chance.between(26, 54), size.north - size.south - 46)
  if (deep < 12) return
  for (let y = size.south + 16 + deep / 2; y < size.north - 10; y += deep + chance.between(13, 20)) {
    const { west, east } = site.across(y)
    const wide = Math.min(usual, east - west - 40)
    if (wide < 16) continue
    for (let x = west + 18 + wide / 2; x < east - 10; x += wide + chance.between(13, 22))
      shed(site, [x, y], [wide, deep])
  }
}

function shed(site: Site, place: Point, [wide, deep]: readonly [number, number]): void {
  const { chance } = site
  if (!chance.chance(0.9)) {
    site.put(place, [30, 14], { building: 'office', 'building:levels': '4' })
    return
  }
  const building = chance.chance(0.3) ? 'warehouse' : 'industrial'
  for (const share of [chance.pick([0.6, 1, 1]), 0.55])
    if (
      site.put(place, [wide * share, deep * chance.between(0.8, 1) * Math.sqrt(share)], {
        building,
        'building:levels': '1',
      })
    )
      return
}

/** A chemical plant: units, columns, a few tanks, pipe racks and an office. */
export function buildPlant(site: Site): void {
  const { chance, size } = site
  site.lane([size.west - 10, 0], [size.east + 10, 0])
  for (let y = size.south + 26; y < size.north - 18; y += 44)
    for (let x = size.west + 28; x < size.east - 18; x += 58) {
      const kind = chance.next()
      if (kind < 0.42)
        site.put([x, y], [chance.between(28, 46), chance.between(16, 26)], {
          building: 'industrial',
          'building:levels': '2',
        })
      else if (kind < 0.75) tankGroup(site, [x, y], { radius: chance.between(4, 7), columns: 3, rows: 2 })
      else if (kind < 0.85) site.put([x, y], [24, 14], { building: 'office', 'building:levels': '4' })
    }
}

/** Tank farm: dyked groups of equal tanks, pump houses on the edge. */
export function buildTanks(site: Site): void {
  const { chance, size } = site
  for (let y = size.south + 44; y < size.north - 30; y += 84)
    for (let x = size.west + 56; x < size.east - 40; x += 108) {
      const radius = chance.pick([8, 11, 15, 18])
      const columns = Math.max(2, Math.floor(92 / (radius * 2.7)))
      const rows = Math.max(1, Math.floor(68 / (radius * 2.7)))
      tankGroup(site, [x, y], { radius, columns, rows })
    }
  for (let x = size.west + 30; x < size.east - 20; x += 70)
    site.put([x, size.south + 14], [18, 8], { building: 'industrial', 'building:levels': '1' })
}

interface TankGroup {
  radius: number
  columns: number
  rows: number
}

function tankGroup(site: Site, [x, y]: Point, { radius, columns, rows }: TankGroup): void {
  const pace = radius * 2.7
  const dyke = site.rectangle([x, y], [columns * pace, rows * pace], 3)
  if (!dyke) return
  site.plot.grounds.push({ ring: dyke, tags: { landuse: 'industrial', industrial: 'bund' } })
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const middle = site.toTown([x + (column - (columns - 1) / 2) * pace, y + (row - (rows - 1) / 2) * pace])
      site.plot.buildings.push({
        ring: circle(middle, radius, 14),
        tags: { building: 'storage_tank', man_made: 'storage_tank' },
      })
    }
}

/** Container yard: stacks in long files, a gate house. */
export function buildYard(site: Site): void {
  const { chance, size, block } = site
  if (block.hectares > 4) site.lane([0, size.south - 10], [0, size.north + 10])
  for (let y = size.south + 22; y < size.north - 14; y += 26)
    for (let x = size.west + 44; x < size.east - 30; x += 74)
      if (chance.chance(0.86)) {
        const long = 62 * chance.pick([0.6, 0.8, 1, 1])
        const ring = site.rectangle([x, y], [long, 15], 4)
        if (ring)
          site.plot.grounds.push({ ring, tags: { landuse: 'industrial', industrial: 'container_stack' } })
      }
  site.put([size.west + 40, size.south + 12], [34, 12], { building: 'office', 'building:levels': '3' })
}

/** Stadium bowl with its field, and a sports hall beside it. */
export function buildStadium(site: Site): void {
  const { size } = site
  const middle: Point = [(size.west + size.east) / 2, (size.south + size.north) / 2]
  const town = site.toTown(middle)
  const scale = Math.min(1, (size.east - size.west) / 290, (size.north - size.south) / 230)
  const oval = (wide: number, deep: number) =>
    circle([0, 0], 1, 40).map(([x, y]) =>
      site.toTown([middle[0] + x * wide * scale, middle[1] + y * deep * scale]),
    )
  site.plot.buildings.push({
    ring: oval(112, 88),
    tags: { building: 'stadium', leisure: 'stadium', name: '镜湖体育场', 'name:en': 'Jinghu Stadium' },
  })
  site.plot.grounds.push({
    ring: rectangle(town, site.block.angle, [104 * scale, 66 * scale]),
    tags: { leisure: 'pitch', sport: 'soccer' },
  })
  site.put([size.west + 40, size.south + 34], [54, 38], { building: 'sports_hall', 'building:levels': '2' })
  site.put([size.east - 40, size.north - 34], [54, 38], { building: 'sports_hall', 'building:levels': '2' })
}
