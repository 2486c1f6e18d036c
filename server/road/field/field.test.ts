import { describe, expect, it } from 'vitest'
import type { LngLat } from '../../region/place.ts'
import { type Avoid, NOTHING_TO_AVOID, type Vehicle } from '../road.ts'
import { DrawnTown, lngLatAt, riverTown, squareAt } from './drawn-town.ts'
import { RoadField } from './field.ts'
import { makeGraph } from './make-graph.ts'
import { lineOf } from './path.ts'

const CAR: Vehicle = { profile: 'car' }

function travel(town: DrawnTown, journey: { from: LngLat; to: LngLat; vehicle?: Vehicle; avoid?: Avoid }) {
  const field = new RoadField(makeGraph(town.extract()))
  const vehicle = journey.vehicle ?? CAR
  const reach = field.sweepTo({
    to: journey.to,
    vehicle,
    avoid: journey.avoid ?? NOTHING_TO_AVOID,
    leaving: [journey.from],
  })
  const snap = reach.target && reach.snap(journey.from)
  const reading = snap && reach.read(snap)
  reach.done()
  return (
    reading && { ...reading, line: lineOf(field.graph, reading), streets: streetsOf(field, reading.edges) }
  )
}

function streetsOf(field: RoadField, edges: number[]): string[] {
  const names = edges.map(edge => field.graph.names[field.graph.name[edge >> 1] ?? 0] ?? '')
  return names.filter((name, i) => name !== names[i - 1])
}

describe('a sweep to one place', () => {
  const town = riverTown()
  const [west, north] = [lngLatAt(-300, 0), lngLatAt(-300, 400)]

  it('takes the short way and times it by the speed of its class', () => {
    const found = travel(town, { from: west, to: north })
    expect(found?.streets).toEqual(['南岸路', '老桥', '北岸路'])
    expect(found?.meters).toBeCloseTo(1000, 0)
    // 1000 m at 60 km/h is 60 s; two left or right turns add a few seconds each.
    expect(found?.seconds).toBeGreaterThan(60)
    expect(found?.seconds).toBeLessThan(75)
  })

  it('drives a part of one and the same street', () => {
    const found = travel(town, { from: lngLatAt(100, 3), to: lngLatAt(400, -3) })
    expect(found?.meters).toBeCloseTo(300, 0)
    expect(found?.line).toHaveLength(2)
    expect(found?.line[0]?.[0]).toBeCloseTo(lngLatAt(100, 0)[0], 6)
  })

  it('gives a line that begins and ends where the places join the roads', () => {
    const found = travel(town, { from: west, to: north })
    expect(found?.line[0]?.[1]).toBeCloseTo(west[1], 6)
    expect(found?.line.at(-1)?.[0]).toBeCloseTo(north[0], 6)
  })

  it('finds no way to a place more than 500 m off every road', () => {
    expect(travel(town, { from: west, to: lngLatAt(0, 1000) })).toBeUndefined()
  })
})

describe('one-way streets', () => {
  const square = (tags: Record<string, string>) =>
    new DrawnTown()
      .place('a', 0, 0)
      .place('b', 300, 0)
      .place('c', 300, 300)
      .place('d', 0, 300)
      .street('a b', { name: '单行路', ...tags })
      .street('b c d a', { name: '环路' })
  const along = { from: lngLatAt(50, 0), to: lngLatAt(250, 0) }
  const against = { from: along.to, to: along.from }

  it('are driven along and not against', () => {
    expect(travel(square({ oneway: 'yes' }), along)?.meters).toBeCloseTo(200, 0)
    expect(travel(square({ oneway: 'yes' }), against)?.meters).toBeCloseTo(1000, 0)
  })
  it('may run against the way, be a roundabout or a motorway', () => {
    expect(travel(square({ oneway: '-1' }), against)?.meters).toBeCloseTo(200, 0)
    expect(travel(square({ oneway: '-1' }), along)?.meters).toBeCloseTo(1000, 0)
    expect(travel(square({ junction: 'roundabout' }), against)?.meters).toBeCloseTo(1000, 0)
    expect(travel(square({ highway: 'motorway' }), against)?.meters).toBeCloseTo(1000, 0)
  })
  it('do not bind people on foot, nor a vehicle on blue light', () => {
    expect(
      travel(square({ oneway: 'yes' }), { ...against, vehicle: { profile: 'foot' } })?.meters,
    ).toBeCloseTo(200, 0)
    const blue: Vehicle = { profile: 'truck', blueLight: true }
    expect(travel(square({ oneway: 'yes' }), { ...against, vehicle: blue })?.meters).toBeCloseTo(200, 0)
  })
})

describe('turn restrictions', () => {
  const crossing = () =>
    new DrawnTown()
      .place('w', -300, 0)
      .place('x', 0, 0)
      .place('n', 0, 300)
      .place('e', 300, 0)
      .place('ne', 300, 300)
      .street('w x', { name: '西路' })
      .street('x n', { name: '北路' })
      .street('x e', { name: '东路' })
      .street('e ne n', { name: '环路' })
  const journey = { from: lngLatAt(-200, 0), to: lngLatAt(0, 200) }

  it('forbid one turn', () => {
    expect(travel(crossing(), journey)?.streets).toEqual(['西路', '北路'])
    const town = crossing().restriction('no_left_turn', { from: 1, via: 'x', to: 2 })
    expect(travel(town, journey)?.streets).toEqual(['西路', '东路', '环路', '北路'])
  })
  it('allow one turn only', () => {
    const town = crossing().restriction('only_straight_on', { from: 1, via: 'x', to: 3 })
    expect(travel(town, journey)?.streets).toEqual(['西路', '东路', '环路', '北路'])
  })
  it('bind neither walkers nor blue lights', () => {
    const town = crossing().restriction('no_left_turn', { from: 1, via: 'x', to: 2 })
    expect(travel(town, { ...journey, vehicle: { profile: 'foot' } })?.streets).toEqual(['西路', '北路'])
    expect(travel(town, { ...journey, vehicle: { profile: 'car', blueLight: true } })?.streets).toEqual([
      '西路',
      '北路',
    ])
  })
  it('hold over a whole way between two carriageways', () => {
    const carriageways = () =>
      new DrawnTown()
        .place('e1', 400, 0)
        .place('s', 0, 0)
        .place('w1', -400, 0)
        .place('e2', 400, 30)
        .place('n', 0, 30)
        .place('w2', -400, 30)
        .street('w1 s e1', { name: '南幅', oneway: 'yes' })
        .street('e2 n w2', { name: '北幅', oneway: 'yes' })
        .street('s n', { name: '开口' })
        .street('e1 e2', { name: '东口' })
        .street('w2 w1', { name: '西口' })
    const back = { from: lngLatAt(-300, 0), to: lngLatAt(-300, 30) }
    expect(travel(carriageways(), back)?.streets).toEqual(['南幅', '开口', '北幅'])
    const town = carriageways().restriction('no_u_turn', { from: 1, via: 3, to: 2 })
    expect(travel(town, back)?.streets).toEqual(['南幅', '东口', '北幅'])
  })
})

describe('limits', () => {
  const west = lngLatAt(-300, 0)
  const north = lngLatAt(-300, 400)
  const truck = (size: Partial<Vehicle>): Vehicle => ({ profile: 'truck', ...size })
  const bridge = (town: DrawnTown, vehicle: Vehicle) =>
    travel(town, { from: west, to: north, vehicle })?.streets[1]

  it('of height turn a high truck away, and let a low one pass', () => {
    const town = riverTown({ old: { maxheight: '2.8' } })
    expect(bridge(town, truck({ heightMeters: 3.2 }))).toBe('新桥')
    expect(bridge(town, truck({ heightMeters: 2.5 }))).toBe('老桥')
  })
  it('of weight turn a heavy truck away even on blue light', () => {
    const town = riverTown({ old: { maxweight: '5 t' } })
    expect(bridge(town, truck({ weightTons: 12 }))).toBe('新桥')
    expect(bridge(town, truck({ weightTons: 12, blueLight: true }))).toBe('新桥')
    expect(bridge(town, truck({ weightTons: 4 }))).toBe('老桥')
  })
  it('of access keep cars out and let walkers in', () => {
    const town = riverTown({ old: { motor_vehicle: 'no' } })
    expect(bridge(town, CAR)).toBe('新桥')
    expect(bridge(town, { profile: 'foot' })).toBe('老桥')
  })
  it('leave no way through when both bridges are too low', () => {
    const town = riverTown({ old: { maxheight: '2.8' }, fresh: { maxheight: '3' } })
    expect(travel(town, { from: west, to: north, vehicle: truck({ heightMeters: 3.5 }) })).toBeUndefined()
  })
})

describe('closures', () => {
  const town = riverTown()
  const west = lngLatAt(-300, 0)
  const north = lngLatAt(-300, 400)
  const journey = (avoid: Partial<Avoid>) =>
    travel(town, { from: west, to: north, avoid: { ...NOTHING_TO_AVOID, ...avoid } })

  it('along the bridge send traffic round by the other, and leave the quays open', () => {
    const closure = { type: 'LineString' as const, coordinates: [town.at('s'), town.at('n')] }
    expect(journey({ closures: [closure] })?.streets).toEqual(['南岸路', '新桥', '北岸路'])
  })
  it('drawn as a short barrier across, as a point or as an area do the same', () => {
    const across = { type: 'LineString' as const, coordinates: [lngLatAt(-10, 200), lngLatAt(10, 200)] }
    const point = { type: 'Point' as const, coordinates: lngLatAt(8, 200) }
    for (const closure of [across, point, squareAt(lngLatAt(0, 200), 20)]) {
      expect(journey({ closures: [closure] })?.streets, closure.type).toContain('新桥')
    }
  })
  it('beside the road close nothing', () => {
    const beside = { type: 'LineString' as const, coordinates: [lngLatAt(40, 50), lngLatAt(40, 350)] }
    expect(journey({ closures: [beside] })?.streets).toContain('老桥')
  })
  it('of both bridges leave no way through', () => {
    const both = squareAt(lngLatAt(500, 200), 600)
    const closures = [{ type: 'Point' as const, coordinates: lngLatAt(0, 200) }, both]
    expect(journey({ closures })).toBeUndefined()
  })
})

describe('danger zones', () => {
  const town = riverTown()
  const west = lngLatAt(-300, 0)

  it('are driven round', () => {
    const zones = [squareAt(lngLatAt(0, 200), 50)]
    const found = travel(town, { from: west, to: lngLatAt(-300, 400), avoid: { closures: [], zones } })
    expect(found?.streets).toContain('新桥')
  })
  it('that hold the target are entered for the last mile', () => {
    const zones = [squareAt(lngLatAt(0, 200), 60)]
    const found = travel(town, { from: west, to: lngLatAt(0, 200), avoid: { closures: [], zones } })
    expect(found?.streets).toEqual(['南岸路', '老桥'])
  })
  it('are entered by the short way in even when that is the longer way round', () => {
    const wide = new DrawnTown()
      .place('a', 0, 0)
      .place('b', 900, 0)
      .place('c', 900, 400)
      .place('d', 0, 400)
      .place('e', 500, 0)
      .street('a e b', { name: '直路' })
      .street('a d c b', { name: '绕路' })
    const to = lngLatAt(880, 0)
    const through = travel(wide, { from: lngLatAt(20, 0), to })
    expect(through?.streets).toEqual(['直路'])
    const zone = squareAt(lngLatAt(550, 0), 340)
    const kept = travel(wide, { from: lngLatAt(20, 0), to, avoid: { closures: [], zones: [zone] } })
    expect(kept?.streets).toEqual(['直路', '绕路', '直路'])
  })
  it('let those inside out', () => {
    const zones = [squareAt(lngLatAt(-300, 0), 80)]
    const found = travel(town, { from: west, to: lngLatAt(-300, 400), avoid: { closures: [], zones } })
    expect(found?.streets).toEqual(['南岸路', '老桥', '北岸路'])
  })
})

describe('snapping', () => {
  it('prefers the network over a nearer island', () => {
    const town = riverTown().place('i1', -300, 20).place('i2', -200, 20).street('i1 i2', { name: '孤岛' })
    const found = travel(town, { from: lngLatAt(-250, 18), to: lngLatAt(-300, 400) })
    expect(found?.streets[0]).toBe('南岸路')
  })
  it('counts a place beside a crossing as the crossing itself', () => {
    const town = riverTown()
    const found = travel(town, { from: lngLatAt(2, 0), to: lngLatAt(0, 300) })
    expect(found?.streets).toEqual(['老桥'])
  })
  it('respects a bollard for cars only', () => {
    const barred = new DrawnTown()
      .place('a', 0, 0)
      .place('b', 200, 0, { barrier: 'bollard' })
      .place('c', 400, 0)
      .place('d', 400, 300)
      .place('e', 0, 300)
      .street('a b c', { name: '短路' })
      .street('c d e a', { name: '长路' })
    const journey = { from: lngLatAt(50, 0), to: lngLatAt(350, 0) }
    expect(travel(barred, journey)?.streets).toContain('长路')
    expect(travel(barred, { ...journey, vehicle: { profile: 'foot' } })?.streets).toEqual(['短路'])
  })
})
