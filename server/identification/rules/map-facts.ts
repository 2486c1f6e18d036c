import type { OsmExtract } from '../../../tiles/osm-extract.ts'
import type { LngLat } from '../../region/place.ts'

/** A building that some rule may ask about. */
export interface Building {
  id: number
  name: string
  lngLat: LngLat
  levels: number
  /** Year of completion, where the map says. */
  year: number | null
  material: string
}

/** A line on the map: a river or a road under another. */
export interface MapLine {
  id: number
  name: string
  nameEn: string
  line: LngLat[]
}

/** What the rules read off the map, much smaller than the map itself. */
export interface MapFacts {
  buildings: Building[]
  rivers: MapLine[]
  underpasses: MapLine[]
}

export const noMap: MapFacts = { buildings: [], rivers: [], underpasses: [] }

const flowing = new Set(['river', 'canal', 'stream'])
const storeyMeters = 2.9

/** Reads the buildings that say their height, age or material, the flowing waters, and roads that dip under others. */
export function mapFacts({ nodes, ways }: OsmExtract): MapFacts {
  const facts: MapFacts = { buildings: [], rivers: [], underpasses: [] }
  for (const { id, refs, tags } of ways) {
    const isWater = flowing.has(tags.waterway ?? '')
    const isUnder = tags.highway !== undefined && tags.tunnel === 'yes' && Number(tags.layer ?? '-1') < 0
    if (!tags.building && !isWater && !isUnder) continue
    const line = Array.from(refs, ref => nodes.indexOf(ref))
      .filter(index => index >= 0)
      .map((index): LngLat => [nodes.lng[index] ?? 0, nodes.lat[index] ?? 0])
    if (line.length < 2) continue
    const named = { id, name: tags['name:zh'] ?? tags.name ?? '', nameEn: tags['name:en'] ?? '', line }
    if (isWater) facts.rivers.push(named)
    else if (isUnder) facts.underpasses.push(named)
    else {
      const building = buildingOf(tags)
      if (building) facts.buildings.push({ id, name: named.name, lngLat: middle(line), ...building })
    }
  }
  return facts
}

function buildingOf(tags: Record<string, string>): Pick<Building, 'levels' | 'year' | 'material'> | null {
  const meters = Number.parseFloat(tags.height ?? '')
  const stated = Number.parseInt(tags['building:levels'] ?? '', 10)
  const levels = stated || (meters ? Math.round(meters / storeyMeters) : 0)
  const year = Number.parseInt(/\d{4}/.exec(tags.start_date ?? '')?.[0] ?? '', 10) || null
  const material = tags['building:material'] ?? ''
  return levels < 8 && year === null && material === '' ? null : { levels, year, material }
}

function middle(line: LngLat[]): LngLat {
  const ring = line.length > 2 ? line.slice(1) : line
  const [x, y] = ring.reduce(([a, b], [lng, lat]) => [a + lng, b + lat], [0, 0])
  return [Math.round((x / ring.length) * 1e7) / 1e7, Math.round((y / ring.length) * 1e7) / 1e7]
}
