import { writeOsm } from '../tiles/osm-write.ts'

type LngLat = [number, number]
type Tags = Record<string, string>

const west = 118.1
const south = 28.1
/** 400 m between the streets of a small town. */
const step = 0.004

const at = (column: number, row: number): LngLat => [west + column * step, south + row * step]

/** What {@link writeSmallExtract} should give: counts of the first draft, by register. */
export const smallTown = { hazards: 3, shelters: 2, responders: 2, targets: 3 }

/** Writes a town of 4 by 4 streets with a bridge, a filling station, works drawn across themselves and a school. */
export async function writeSmallExtract(path: string, { roads = true } = {}): Promise<void> {
  const nodes: { id: number; lngLat: LngLat; tags?: Tags }[] = []
  const ways: { id: number; refs: number[]; tags: Tags }[] = []
  const node = (lngLat: LngLat, tags: Tags = {}) => nodes.push({ id: nodes.length + 1, lngLat, tags })
  const way = (refs: number[], tags: Tags) => ways.push({ id: ways.length + 1, refs, tags })
  const ring = (corners: LngLat[], tags: Tags) => {
    const refs = corners.map(corner => node(corner))
    way([...refs, refs[0] ?? 0], tags)
  }
  const square = ([lng, lat]: LngLat, size: number): LngLat[] => [
    [lng, lat],
    [lng + size, lat],
    [lng + size, lat + size],
    [lng, lat + size],
  ]
  const crossings = Array.from({ length: 16 }, (_, i) => node(at(i % 4, Math.floor(i / 4))))
  const crossing = (column: number, row: number) => crossings[row * 4 + column] ?? 0
  const street = (name: string): Tags => (roads ? { highway: 'residential', name } : { note: name })
  for (let i = 0; i < 4; i++) {
    way(
      [0, 1, 2, 3].map(c => crossing(c, i)),
      street(`东${i}路`),
    )
    way(
      [0, 1, 2, 3].map(r => crossing(i, r)),
      street(`北${i}路`),
    )
  }
  const bank = node(at(4, 0))
  way([crossing(3, 0), bank], roads ? { highway: 'primary', bridge: 'yes', name: '信江大桥' } : {})
  node(at(0.5, 0.5), { amenity: 'fuel', name: '城东加油站' })
  node(at(1.5, 0.5), { amenity: 'fire_station', name: '消防站' })
  node(at(2.5, 0.5), { amenity: 'hospital', name: '人民医院', 'name:en': 'People’s Hospital' })
  ring(square(at(0.2, 1.2), step / 2), { landuse: 'industrial', name: '工业园' })
  const [a, b, c, d] = square(at(1.2, 1.2), step / 2)
  if (a && b && c && d) ring([a, c, b, d], { landuse: 'industrial', name: '画错的厂区' })
  ring(square(at(2.2, 1.2), step / 2), { amenity: 'school', name: '实验小学' })
  ring(square(at(0.2, 2.2), step / 2), { leisure: 'park', name: '滨江公园' })
  await writeOsm(path, { nodes, ways })
}
