import { type Arrangement, arrange, withoutStubs } from './arrangement.ts'
import { type Block, blocksOf } from './blocks.ts'
import type { Use } from './claims.ts'
import { build, type Course, carriageways, type Street } from './course.ts'
import { buildCampus, buildHouses, buildOffices, buildSlabs, buildTowers } from './homes.ts'
import { streetNames } from './names.ts'
import { Nearby } from './nearby.ts'
import { outerStreets } from './outer-streets.ts'
import { parcelOf } from './parcel.ts'
import { type Point, pairs } from './plane.ts'
import { buildHall, buildHospital, buildKindergarten, buildSchool, layFields, layPark } from './public.ts'
import { at, type Random, random } from './random.ts'
import { ringStreets } from './ring-streets.ts'
import { HALF_WIDTH, type Plot, type Shape, Site } from './site.ts'
import { villageHouses, villageLanes } from './village.ts'
import { coast, EXTENT } from './water.ts'
import { buildPlant, buildSheds, buildStadium, buildTanks, buildYard } from './works.ts'

/** The whole made-up town in metres, before it becomes map data. */
export interface Layout {
  /** Middle lines of streets (no lanes, one line a dual street), cut at their crossings. */
  plan: Arrangement
  streets: Street[]
  /** What is driven and walked on: carriageways and lanes. `net.paths[i]` belongs to `roads[i]`. */
  roads: Street[]
  net: Arrangement
  blocks: Block[]
  plots: Plot[]
  houses: Shape[]
}

const BUILDERS: Record<Use, ((site: Site) => void) | null> = {
  park: layPark,
  square: null,
  shops: buildOffices,
  offices: buildOffices,
  towers: buildTowers,
  slabs: buildSlabs,
  houses: buildHouses,
  school: buildSchool,
  kindergarten: buildKindergarten,
  hospital: buildHospital,
  campus: buildCampus,
  stadium: buildStadium,
  market: buildHall,
  government: buildHall,
  station: buildHall,
  tanks: buildTanks,
  plant: buildPlant,
  sheds: buildSheds,
  yard: buildYard,
  grass: null,
  'building-site': null,
  farmland: layFields,
  orchard: null,
  forest: null,
  wetland: null,
  hill: null,
  riverside: null,
  water: null,
}

function courses(): Course[] {
  const named = streetNames(random('street names'))
  return [
    ...ringStreets(random('rings'), named),
    ...outerStreets(random('outer net'), named),
    ...villageLanes(random('villages'), named),
  ]
}

const FRAME: Point[] = (() => {
  const edge = EXTENT - 40
  return [
    [-edge, -edge],
    [edge, -edge],
    [edge, edge],
    [-edge, edge],
    [-edge, -edge],
  ]
})()

function roadsNearby(streets: readonly Street[]): Nearby<number> {
  const nearby = new Nearby<number>(45)
  for (const { line, highway, dual } of streets)
    for (const [a, b] of pairs(line)) nearby.add(a, b, dual ? 18 : HALF_WIDTH[highway])
  return nearby
}

/** Builds on a block; a named place much smaller than its block gets a parcel of it, which is a block of its own. */
function buildOn(block: Block, streets: Nearby<number>, chance: Random): { block: Block; plot: Plot }[] {
  const parcel = parcelOf(block)
  const rest = parcel ? { ...block, claim: null, use: parcel.rest } : block
  const site = new Site(rest, streets, chance)
  const piece = parcel ? site.parcel(parcel.size) : null
  if (parcel && !piece) return buildOn({ ...block, hectares: 1 }, streets, chance)
  BUILDERS[rest.use]?.(site)
  const built = [{ block: rest, plot: site.plot }]
  if (!piece) return built
  const inner = new Site({ ...block, ...piece }, streets, chance)
  BUILDERS[block.use]?.(inner)
  return [...built, { block: inner.block, plot: inner.plot }]
}

function laneStreets(plots: readonly Plot[]): Street[] {
  return plots.flatMap(plot => plot.lanes.map(lane => ({ ...lane, name: null, dual: false })))
}

/** Lays the town out. The same every time. */
export function layOut(): Layout {
  const streets = courses().flatMap(build)
  const lines = streets.map(street => street.line)
  const plan = withoutStubs(arrange([...lines, FRAME, coast]), 30)
  const nearby = roadsNearby(streets)
  const built = blocksOf(random('land'), plan).flatMap((block, i) =>
    buildOn(block, nearby, random(`block ${i}`)),
  )
  const [blocks, plots] = [built.map(one => one.block), built.map(one => one.plot)]
  const roads = [...streets.flatMap(carriageways), ...laneStreets(plots)]
  const net = withoutStubs(arrange(roads.map(road => road.line)), 14)
  const rural = streets.filter(
    ({ highway, tags }) => (highway === 'unclassified' || highway === 'residential') && !tags.bridge,
  )
  const outside = rural.filter(({ line }) => Math.hypot(...at(line, 0)) > 2600)
  return {
    plan,
    streets,
    roads,
    net,
    blocks,
    plots,
    houses: villageHouses(random('farm houses'), outside, nearby),
  }
}
