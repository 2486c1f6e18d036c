import { addresses } from './addresses.ts'
import { landTags } from './land.ts'
import { type Layout, layOut } from './layout.ts'
import { OsmBuilder, type TownNode, type TownRelation, type TownWay } from './osm-builder.ts'
import type { Point } from './plane.ts'
import { offset } from './plane.ts'
import { railway, sidings } from './rail.ts'
import { random } from './random.ts'
import { drawRoads } from './roads-osm.ts'
import { demoSensors } from './sensors.ts'
import type { Shape } from './site.ts'
import { Sites } from './sites.ts'
import { spots } from './spots.ts'
import {
  creekRings,
  creeks,
  islandRing,
  lakeRing,
  pools,
  quay,
  river,
  riverRing,
  seaRing,
  WETLAND,
} from './water.ts'

interface DemoTown {
  nodes: TownNode[]
  ways: TownWay[]
  relations: TownRelation[]
}

/** The made-up town as map data, ready to be written as an OSM file. Everything in it is invented. */
export function demoTown(layout: Layout = layOut()): DemoTown {
  const osm = new OsmBuilder()
  drawRoads(osm, layout, random('turn bans'))
  drawWater(osm)
  drawRailway(osm)
  drawLand(osm, layout)
  drawBuildings(osm, layout)
  for (const { at, name, nameEn, tags } of spots) osm.spot(at, { ...tags, name, 'name:en': nameEn })
  for (const { at, name, nameEn, kind } of demoSensors(new Sites(layout)))
    osm.spot(at, { man_made: 'monitoring_station', [`monitoring:${kind}`]: 'yes', name, 'name:en': nameEn })
  return { nodes: osm.nodes, ways: osm.ways, relations: osm.relations }
}

const named = (name: string, nameEn: string) => ({ name, 'name:en': nameEn })

function drawWater(osm: OsmBuilder): void {
  const lake = osm.area(lakeRing, {})
  const island = osm.area(islandRing, {})
  if (lake && island)
    osm.relation(
      [
        { type: 'way', ref: lake.id, role: 'outer' },
        { type: 'way', ref: island.id, role: 'inner' },
      ],
      { type: 'multipolygon', natural: 'water', water: 'lake', ...named('镜湖', 'Jinghu Lake') },
    )
  osm.area(islandRing, { leisure: 'park', ...named('镜心岛', 'Jingxin Island') })
  osm.area(riverRing, { natural: 'water', water: 'river', ...named('申江', 'Shenjiang River') })
  osm.area(seaRing, { natural: 'water', water: 'bay', ...named('东港湾', 'Donggang Bay') })
  osm.way(
    river.filter(([x]) => Math.abs(x) < 5200),
    { waterway: 'river', ...named('申江', 'Shenjiang River') },
  )
  creeks.forEach(({ name, nameEn, line }, i) => {
    osm.area(creekRings[i] ?? [], { natural: 'water', water: 'stream', ...named(name, nameEn) })
    osm.way(
      line.filter(([x, y]) => Math.abs(x) < 5200 && Math.abs(y) < 5200),
      { waterway: 'stream', ...named(name, nameEn) },
    )
  })
  osm.area(WETLAND, {
    leisure: 'nature_reserve',
    natural: 'wetland',
    wetland: 'marsh',
    ...named('芦滨湿地公园', 'Lubin Wetland Park'),
  })
  for (const pool of pools) osm.area(pool, { natural: 'water', water: 'pond' })
  const wall: Point[] = quay.slice(0, -1)
  osm.area([...wall, ...offset(wall, 26).reverse()], {
    man_made: 'pier',
    ...named('东港码头', 'Donggang Quay'),
  })
}

function drawRailway(osm: OsmBuilder): void {
  const within = ([x]: Point) => Math.abs(x) < 5200
  osm.way(railway.filter(within), {
    railway: 'rail',
    gauge: '1435',
    ...named('镜港铁路', 'Jinggang Railway'),
  })
  for (const siding of sidings) osm.way(siding, { railway: 'rail', service: 'siding' })
}

function drawLand(osm: OsmBuilder, { blocks, plots }: Layout): void {
  for (const block of blocks) {
    const tags = landTags(block)
    if (tags) osm.area(block.ring, tags)
  }
  for (const { grounds } of plots) for (const { ring, tags } of grounds) osm.area(ring, tags)
}

function drawBuildings(osm: OsmBuilder, layout: Layout): void {
  const addressed = addresses(layout)
  for (const { buildings } of layout.plots)
    for (const building of buildings) drawBuilding(osm, building, addressed.get(building))
  for (const house of layout.houses) drawBuilding(osm, house)
}

function drawBuilding(osm: OsmBuilder, { ring, tags }: Shape, address: Record<string, string> = {}): void {
  osm.area(ring, { ...tags, ...address })
}
