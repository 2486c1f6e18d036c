import { circle, type Point } from './plane.ts'
import type { Site } from './site.ts'

/** School: teaching wings, a canteen and a running track. */
export function buildSchool(site: Site): void {
  const { size } = site
  const tags = { building: 'school', 'building:levels': '5' }
  const [wide, high] = [size.east - size.west, size.north - size.south]
  track(site, [size.west + wide * 0.7, size.south + high * 0.5])
  for (const share of [0.22, 0.42, 0.62, 0.8]) {
    const length = Math.min(64, wide * 0.34)
    site.put([size.west + wide * 0.28, size.south + high * share], [length, 13], tags)
  }
  site.put([size.west + wide * 0.72, size.north - 22], [Math.min(40, wide * 0.3), 18], {
    ...tags,
    'building:levels': '2',
  })
}

function track(site: Site, [x, y]: Point): void {
  const { size } = site
  const room = Math.min((size.east - size.west) * 0.21, 44, (size.north - size.south) * 0.24)
  const oval = (scale: number) =>
    circle([0, 0], 1, 28).map(([cx, cy]) =>
      site.toTown([
        x + Math.sign(cx) * Math.abs(cx) ** 0.6 * room * scale,
        y + Math.sign(cy) * Math.abs(cy) ** 0.6 * room * 1.7 * scale,
      ]),
    )
  if (!site.clear(oval(1), 3)) return
  site.plot.grounds.push({ ring: oval(1), tags: { leisure: 'track', sport: 'running' } })
  site.plot.grounds.push({ ring: oval(0.72), tags: { leisure: 'pitch', sport: 'soccer' } })
}

/** Kindergarten: one low house among gardens. */
export function buildKindergarten(site: Site): void {
  const { size } = site
  site.put([0, 0], [34, 20], { building: 'kindergarten', 'building:levels': '3' })
  site.put([size.west + 24, size.south + 18], [16, 10], { building: 'kindergarten', 'building:levels': '1' })
}

/** Hospital: a tall ward block, a wide outpatient block and a laboratory. */
export function buildHospital(site: Site): void {
  const { size } = site
  const tags = { building: 'hospital' }
  site.lane(
    [size.west - 10, size.south + (size.north - size.south) * 0.36],
    [0, size.south + (size.north - size.south) * 0.36],
  )
  site.put([0, 28], [72, 22], { ...tags, 'building:levels': '16' })
  site.put([0, -26], [80, 34], { ...tags, 'building:levels': '4' })
  site.put([62, 4], [22, 44], { ...tags, 'building:levels': '6' })
  site.put([-64, 6], [24, 40], { ...tags, 'building:levels': '5' })
}

/** One wide hall with small houses round it: market, station, theatre, town hall. */
export function buildHall(site: Site): void {
  const { size, use } = site
  const building = use === 'station' ? 'train_station' : use === 'market' ? 'retail' : 'public'
  const [wide, high] = [(size.east - size.west) * 0.5, (size.north - size.south) * 0.42]
  for (const scale of [1, 0.75, 0.5])
    if (
      site.put([0, 0], [Math.min(120, wide) * scale, Math.min(60, high) * scale], {
        building,
        'building:levels': '4',
      })
    )
      break
  for (const [x, y] of [
    [-0.36, 0.33],
    [0.36, 0.33],
    [-0.36, -0.33],
    [0.36, -0.33],
  ] as const)
    site.put([x * (size.east - size.west), y * (size.north - size.south)], [28, 14], {
      building,
      'building:levels': '3',
    })
}

/** Park: a pond, a lawn, a wood and crossing paths. */
export function layPark(site: Site): void {
  const { size, chance, block } = site
  if (block.hectares < 0.6) return
  site.lane([size.west - 10, chance.between(-15, 15)], [size.east + 10, chance.between(-15, 15)], 'footway')
  site.lane([chance.between(-15, 15), size.south - 10], [chance.between(-15, 15), size.north + 10], 'footway')
  const [wide, high] = [(size.east - size.west) / 4, (size.north - size.south) / 4]
  const shape = (middle: Point, scale: number, phase: number) =>
    circle([0, 0], 1, 22).map(([x, y], k) => {
      const waver = scale * (1 + 0.18 * Math.sin(k * 0.9 + phase))
      return site.toTown([middle[0] + x * wide * waver, middle[1] + y * high * waver])
    })
  const woods = shape([-wide, high], 0.72, chance.between(0, 6))
  if (site.clear(woods, 4)) site.plot.grounds.push({ ring: woods, tags: { natural: 'wood' } })
  const pond = shape([wide * 0.9, -high * 0.8], 0.5, chance.between(0, 6))
  if (block.hectares > 2 && site.clear(pond, 6))
    site.plot.grounds.push({ ring: pond, tags: { natural: 'water', water: 'pond' } })
}

/** Fields of one farm block: strips of other crops, greenhouses and fish ponds on the ploughland. */
export function layFields(site: Site): void {
  const { size, chance } = site
  const crops = [
    { landuse: 'orchard' },
    { landuse: 'greenhouse_horticulture' },
    { landuse: 'meadow' },
    { landuse: 'forest' },
    { landuse: 'meadow' },
    { landuse: 'orchard' },
    { landuse: 'greenhouse_horticulture' },
    { natural: 'water', water: 'pond' },
  ]
  const [wide, deep] = [chance.between(70, 140), chance.between(40, 80)]
  for (let y = size.south + deep / 2 + 14; y < size.north - 20; y += deep + 5)
    for (let x = size.west + wide / 2 + 14; x < size.east - 20; x += wide + 5) {
      if (!chance.chance(0.26)) continue
      const ring = site.rectangle([x, y], [wide, deep], 4)
      if (ring) site.plot.grounds.push({ ring, tags: chance.pick(crops) })
    }
}
