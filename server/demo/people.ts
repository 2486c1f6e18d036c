import type { Polygon } from '../region/place.ts'
import { type Layout, layOut } from './layout.ts'
import { personNames, phoneNumbers } from './names.ts'
import { MIDDLE, type Point } from './plane.ts'
import { at, random } from './random.ts'
import { type DemoGrid, type DemoRegion, divide } from './regions.ts'
import { inside, type Ring, ringArea, ringMiddle } from './ring.ts'
import type { Shape } from './site.ts'
import { openWater } from './water.ts'

export interface DemoCell {
  ordinal: number
  code: string
  polygon: Polygon
  gridCode: string
  peopleDay: number
  peopleNight: number
}
export interface PeopledGrid extends Omit<DemoGrid, 'ring'> {
  households: number
  population: number
  lead: string
  phone: string
}
export interface DemoPeople {
  regions: DemoRegion[]
  grids: PeopledGrid[]
  cells: DemoCell[]
}

const SIDE = 100
const HALF_COLUMNS = 47
const EAST_UNITS = 10469
const NORTH_UNITS = 8983

/** Square metres of floor for one person at night and by day. */
const FLOOR: Record<string, [number, number]> = {
  apartments: [170, 380],
  house: [70, 140],
  office: [0, 110],
  retail: [900, 95],
  commercial: [0, 120],
  industrial: [0, 160],
  warehouse: [0, 420],
  university: [0, 90],
  dormitory: [45, 160],
  school: [0, 16],
  kindergarten: [0, 14],
  hospital: [95, 48],
  public: [0, 110],
  train_station: [400, 20],
  stadium: [0, 500],
  sports_hall: [0, 60],
}

function peopleOf({ ring, tags }: Shape): [number, number] {
  const rates = FLOOR[tags.building ?? '']
  if (!rates) return [0, 0]
  const floor = Math.abs(ringArea(ring)) * Number(tags['building:levels'] ?? 1)
  const [night, day] = rates.map(rate => (rate === 0 ? 0 : floor / rate))
  return [night ?? 0, day ?? 0]
}

const columnOf = ([x]: Point) => Math.floor(x / SIDE)
const rowOf = ([, y]: Point) => Math.floor(y / SIDE)
const keyOf = (column: number, row: number) => `${column}/${row}`

/** People at night and by day in squares of one hectare, from the floors of the houses. */
function crowd({ plots, houses }: Layout): Map<string, [number, number]> {
  const found = new Map<string, [number, number]>()
  for (const building of [...plots.flatMap(plot => plot.buildings), ...houses]) {
    const middle = ringMiddle(building.ring)
    const key = keyOf(columnOf(middle), rowOf(middle))
    const [night, day] = peopleOf(building)
    const before = found.get(key) ?? [0, 0]
    found.set(key, [before[0] + night, before[1] + day])
  }
  return found
}

/** Squares of exactly 10469 by 8983 lattice units, 100 m each way. */
function square(column: number, row: number): Polygon {
  const west = Math.round(MIDDLE[0] * 1e7) + column * EAST_UNITS
  const south = Math.round(MIDDLE[1] * 1e7) + row * NORTH_UNITS
  const corner = (east: number, north: number): [number, number] => [
    (west + east) / 1e7,
    (south + north) / 1e7,
  ]
  return {
    type: 'Polygon',
    coordinates: [
      [
        corner(0, 0),
        corner(EAST_UNITS, 0),
        corner(EAST_UNITS, NORTH_UNITS),
        corner(0, NORTH_UNITS),
        corner(0, 0),
      ],
    ],
  }
}

function mostlyWater(column: number, row: number): boolean {
  const wet = [0.1, 0.5, 0.9].flatMap(x =>
    [0.1, 0.5, 0.9].map(y => openWater([(column + x) * SIDE, (row + y) * SIDE])),
  )
  return wet.filter(Boolean).length > 5
}

function gridFinder(grids: readonly DemoGrid[]): (point: Point) => DemoGrid | undefined {
  const boxed = grids.map(grid => ({
    grid,
    west: Math.min(...grid.ring.map(p => p[0])),
    east: Math.max(...grid.ring.map(p => p[0])),
    south: Math.min(...grid.ring.map(p => p[1])),
    north: Math.max(...grid.ring.map(p => p[1])),
  }))
  return ([x, y]) =>
    boxed.find(
      box =>
        x >= box.west && x <= box.east && y >= box.south && y <= box.north && inside([x, y], box.grid.ring),
    )?.grid
}

function cellsOf(grids: readonly DemoGrid[], people: Map<string, [number, number]>): DemoCell[] {
  const find = gridFinder(grids)
  const serials = new Map<string, number>()
  const cells: DemoCell[] = []
  for (let row = HALF_COLUMNS; row >= -HALF_COLUMNS; row--)
    for (let column = -HALF_COLUMNS; column < HALF_COLUMNS; column++) {
      const grid = find([(column + 0.5) * SIDE, (row + 0.5) * SIDE])
      if (!grid || mostlyWater(column, row)) continue
      const serial = (serials.get(grid.code) ?? 0) + 1
      serials.set(grid.code, serial)
      const [night, day] = people.get(keyOf(column, row)) ?? [0, 0]
      cells.push({
        ordinal: cells.length,
        code: `${grid.code}-${String(serial).padStart(4, '0')}`,
        polygon: square(column, row),
        gridCode: grid.code,
        peopleDay: Math.round(day),
        peopleNight: Math.round(night),
      })
    }
  return cells
}

/** Where people live and who looks after them: regions, grids and unit cells of the made-up town. */
export function demoPeople(layout: Layout = layOut()): DemoPeople {
  const crowded = crowd(layout)
  const { regions, grids } = divide(layout, ring => nightPeople(crowded, ring))
  const cells = cellsOf(grids, crowded)
  const [person, phone] = [personNames(random('grid leads')), phoneNumbers()]
  const night = new Map<string, number>()
  for (const cell of cells) night.set(cell.gridCode, (night.get(cell.gridCode) ?? 0) + cell.peopleNight)
  const peopled = grids.map(({ ring: _ring, ...grid }) => {
    const population = night.get(grid.code) ?? 0
    return { ...grid, population, households: Math.round(population / 2.6), lead: person(), phone: phone() }
  })
  return { regions, grids: peopled, cells }
}

function nightPeople(crowded: Map<string, [number, number]>, ring: Ring): number {
  const middle = ringMiddle(ring)
  const [night] = crowded.get(keyOf(columnOf(middle), rowOf(middle))) ?? [0]
  return (night * ringArea(ring)) / 10_000
}

export const cellMiddle = (cell: DemoCell): [number, number] => {
  const ring = at(cell.polygon.coordinates, 0)
  const [a, c] = [at(ring, 0), at(ring, 2)]
  return [(a[0] + c[0]) / 2, (a[1] + c[1]) / 2]
}
