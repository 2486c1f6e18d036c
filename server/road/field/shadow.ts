import { at, Flag, type RoadGraph, TurnFlag } from './graph.ts'
import type { ViaWayRestriction } from './restriction.ts'
import { STUB_MAX_METERS, U_TURN_PENALTY } from './table.ts'

/** One turn from edge to edge, as it is listed before the turns are packed into columns. */
export interface TurnRow {
  from: number
  to: number
  seconds: number
  car: number
  truck: number
  flags: number
}

/** A manoeuvre over one whole edge: from `from` over `via` onto `to`. */
export interface Manoeuvre {
  from: number
  via: number
  to: number
  /** Search seconds on top, or a ban. */
  penalty: number | 'banned'
}

/**
 * A rule over three edges cannot be kept by costs between two. So `via` gets a shadow: a copy that only the
 * `from` edges of the rule lead onto, and whose turn onto `to` carries the penalty. Shadows come in pairs of
 * edges behind all real ones; places never snap to them.
 */
export function withShadows(rows: TurnRow[], manoeuvres: Manoeuvre[], edgeCount: number) {
  const groups = grouped(manoeuvres)
  const shadowOf: number[] = []
  const shadowFor = new Map<string, number>()
  for (const group of groups) {
    const shadow = edgeCount + 2 * shadowOf.length + (group.via & 1)
    shadowOf.push(group.via >> 1)
    for (const from of group.froms) shadowFor.set(`${from}>${group.via}`, shadow)
  }
  const byFrom = rowsByFrom(rows, new Set(groups.map(group => group.via)))
  const onto = rows.map(row => ({ ...row, to: shadowFor.get(`${row.from}>${row.to}`) ?? row.to }))
  const away = groups.flatMap((group, i) => {
    const shadow = edgeCount + 2 * i + (group.via & 1)
    return (byFrom.get(group.via) ?? []).map(row => leavingShadow(row, { shadow, group, shadowFor }))
  })
  return { rows: [...onto, ...away], shadowOf: Uint32Array.from(shadowOf) }
}

interface Group {
  via: number
  froms: number[]
  exits: Map<number, number | 'banned'>
}

function leavingShadow(
  row: TurnRow,
  by: { shadow: number; group: Group; shadowFor: Map<string, number> },
): TurnRow {
  const penalty = by.group.exits.get(row.to)
  const to = by.shadowFor.get(`${row.from}>${row.to}`) ?? row.to
  const moved = { ...row, from: by.shadow, to }
  if (penalty === undefined) return moved
  if (penalty === 'banned') return { ...moved, flags: row.flags | TurnFlag.banned }
  return { ...moved, car: row.car + penalty, truck: row.truck + penalty }
}

function rowsByFrom(rows: TurnRow[], wanted: Set<number>): Map<number, TurnRow[]> {
  const groups = new Map<number, TurnRow[]>()
  for (const row of rows) {
    if (wanted.has(row.from)) groups.set(row.from, [...(groups.get(row.from) ?? []), row])
  }
  return groups
}

/** Edges that lead onto the same `via` under the same rules share a shadow. */
function grouped(manoeuvres: Manoeuvre[]): Group[] {
  const byPair = new Map<string, { from: number; via: number; exits: Map<number, number | 'banned'> }>()
  for (const { from, via, to, penalty } of manoeuvres) {
    const pair = byPair.get(`${from}>${via}`) ?? { from, via, exits: new Map() }
    if (pair.exits.get(to) !== 'banned') pair.exits.set(to, penalty)
    byPair.set(`${from}>${via}`, pair)
  }
  const groups = new Map<string, Group>()
  for (const pair of byPair.values()) {
    const key = `${pair.via}:${JSON.stringify([...pair.exits].sort((a, b) => a[0] - b[0]))}`
    const group = groups.get(key) ?? { via: pair.via, froms: [], exits: pair.exits }
    group.froms.push(pair.from)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** Left onto the stub between two carriageways and left again: a U-turn in two parts. */
export function doubleLefts(
  rows: TurnRow[],
  ground: { flags: Uint8Array; meters: Float32Array },
): Manoeuvre[] {
  const isStub = (edge: number) =>
    (at(ground.flags, edge >> 1) & Flag.internal) !== 0 && at(ground.meters, edge >> 1) <= STUB_MAX_METERS
  const lefts = rows.filter(row => (row.flags & TurnFlag.left) !== 0)
  const onto = new Map<number, TurnRow[]>()
  for (const row of lefts) {
    if (isStub(row.to)) onto.set(row.to, [...(onto.get(row.to) ?? []), row])
  }
  return lefts.flatMap(second =>
    (onto.get(second.from) ?? []).map(first => ({
      from: first.from,
      via: second.from,
      to: second.to,
      penalty: U_TURN_PENALTY,
    })),
  )
}

/** Restrictions over one whole way, where that way is a single edge between the other two. */
export function viaWayManoeuvres(
  rows: TurnRow[],
  wayId: Float64Array,
  restrictions: ViaWayRestriction[],
): Manoeuvre[] {
  const wayOf = (edge: number) => at(wayId, edge >> 1)
  return restrictions.flatMap(rule => {
    const onto = rows.filter(row => wayOf(row.from) === rule.fromWay && wayOf(row.to) === rule.viaWay)
    return onto.flatMap(first =>
      rows
        .filter(row => row.from === first.to && (wayOf(row.to) === rule.toWay) !== rule.only)
        .map(second => ({ from: first.from, via: first.to, to: second.to, penalty: 'banned' as const })),
    )
  })
}

type Columns = Omit<RoadGraph, 'turnStart' | 'turnFrom' | 'turnSeconds' | 'turnCostCar' | 'turnCostTruck'>

/** The columns of a graph with those of its shadows behind. */
export function shadowColumns<T extends Columns>(ground: T, shadowOf: Uint32Array): T {
  const extend = <A extends Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array>(
    column: A,
  ): A => {
    const make = constructorOf(column)
    const perSegment = column.length / ground.meters.length
    const copies = Array.from(shadowOf).flatMap(segment =>
      Array.from(column.subarray(segment * perSegment, (segment + 1) * perSegment)),
    )
    return make([...column, ...copies])
  }
  const edges = ['from', 'to', 'access', 'carKmh', 'truckKmh', 'startHeading', 'endHeading'] as const
  const segments = ['meters', 'roadClass', 'use', 'flags', 'surface', 'maxHeightCm'] as const
  const more = ['maxWidthCm', 'maxWeightKg', 'wayId', 'name'] as const
  const extended = Object.fromEntries([...edges, ...segments, ...more].map(key => [key, extend(ground[key])]))
  return { ...ground, ...extended, ...shadowShapes(ground, shadowOf), shadowOf }
}

/** The typed array class of a column; the cast is safe because `of` is called on the same class. */
function constructorOf<A extends { constructor: unknown }>(column: A): (values: number[]) => A {
  const type = column.constructor as { from(values: number[]): A }
  return values => type.from(values)
}

function shadowShapes(ground: Columns, shadowOf: Uint32Array) {
  const start = Array.from(ground.shapeStart)
  const lng = Array.from(ground.shapeLng)
  const lat = Array.from(ground.shapeLat)
  for (const segment of shadowOf) {
    const first = at(ground.shapeStart, segment)
    const last = at(ground.shapeStart, segment + 1)
    for (let i = first; i < last; i++) {
      lng.push(at(ground.shapeLng, i))
      lat.push(at(ground.shapeLat, i))
    }
    start.push(lng.length)
  }
  return {
    shapeStart: Uint32Array.from(start),
    shapeLng: Float64Array.from(lng),
    shapeLat: Float64Array.from(lat),
  }
}
