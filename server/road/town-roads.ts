import type { LngLat } from '../region/place.ts'
import type { Reach, RoadField } from './field/field.ts'
import { lineOf, movesOf } from './field/path.ts'
import { inPolygon } from './field/plane.ts'
import type { Snap } from './field/snap.ts'
import type { Reading } from './field/sweep.ts'
import { stepsOf } from './narrate.ts'
import type { Avoid, RoadState, Roads, Route, Travel, Travels, Vehicle } from './road.ts'
import { type Journey, straightLine, straightRoute } from './straight-line.ts'
import { readMatrix, readRoute } from './valhalla/answer.ts'
import type { ValhallaChild } from './valhalla/child.ts'
import { ValhallaFault } from './valhalla/fault.ts'
import { costingOf, excludedPlaces, locationOf, MAX_EXCLUDED } from './valhalla/query.ts'

/** Valhalla is asked for no more than this many, the nearest by the field; the others keep the field's answer. */
const MAX_CANDIDATES = 30
const VALHALLA_BUDGET_MS = 1500

interface Found {
  snap: Snap
  reading: Reading
}

interface Question {
  vehicle: Vehicle
  avoid: Avoid
}

/** The roads of one town: the field always, Valhalla on top of it where it answers in time. */
export class TownRoads implements Roads {
  readonly field: RoadField
  readonly valhalla: ValhallaChild | undefined
  readonly #absence: string | undefined

  constructor(field: RoadField, engine: { valhalla?: ValhallaChild; absence?: string }) {
    this.field = field
    this.valhalla = engine.valhalla
    this.#absence = engine.absence
  }

  state(): RoadState {
    const detail = this.valhalla?.detail ?? this.#absence
    return { field: 'ready', valhalla: this.valhalla?.state ?? 'absent', ...(detail ? { detail } : {}) }
  }

  async close(): Promise<void> {
    await this.valhalla?.close()
  }

  async travelTo(input: { to: LngLat; from: LngLat[] } & Question): Promise<Travels> {
    const began = performance.now()
    const reach = this.field.sweepTo(input)
    try {
      const found = input.from.map(lngLat => foundFrom(reach, lngLat))
      const travels = found.map((one, i) => travelOf(one, { ...input, from: input.from[i] ?? input.to }))
      for (const [i, travel] of this.#fromZones(input)) travels[i] = travel
      const fieldMs = performance.now() - began
      const outside = found.map((one, i) =>
        zonesAt(input, input.from[i]).length > 0 ? 'no-way-through' : one,
      )
      const asked = await this.#matrix(outside, { reach, vehicle: input.vehicle })
      if (!asked) return { travels, engine: 'field', fieldMs }
      for (const [i, travel] of asked.travels) travels[i] = travel
      return { travels, engine: 'valhalla', valhallaMs: asked.milliseconds, fieldMs }
    } finally {
      reach.done()
    }
  }

  async route(input: { from: LngLat; to: LngLat } & Question): Promise<Route> {
    const reach = this.field.sweepTo({ ...input, leaving: [input.from] })
    try {
      const found = foundFrom(reach, input.from)
      if (typeof found === 'string') return straightRoute(input, found)
      const byValhalla = await this.#valhallaRoute(found, { reach, vehicle: input.vehicle })
      return byValhalla ?? this.#fieldRoute(found, input.vehicle)
    } finally {
      reach.done()
    }
  }

  /** Those inside a danger zone may leave it: one more sweep for each zone that somebody stands in. */
  #fromZones(input: { to: LngLat; from: LngLat[] } & Question): Map<number, Travel> {
    const groups = new Map<string, number[]>()
    for (const [i, lngLat] of input.from.entries()) {
      const zones = zonesAt(input, lngLat)
      if (zones.length > 0) groups.set(zones.join(), [...(groups.get(zones.join()) ?? []), i])
    }
    const travels = new Map<number, Travel>()
    for (const indexes of groups.values()) {
      const first = input.from[indexes[0] ?? 0]
      const reach = this.field.sweepTo({ ...input, leaving: first ? [first] : [] })
      for (const i of indexes) {
        const from = input.from[i] ?? input.to
        travels.set(i, travelOf(foundFrom(reach, from), { ...input, from }))
      }
      reach.done()
    }
    return travels
  }

  #fieldRoute(found: Found, vehicle: Vehicle): Route {
    const { reading } = found
    const line = { type: 'LineString' as const, coordinates: lineOf(this.field.graph, reading) }
    const moves = movesOf({ graph: this.field.graph, prices: this.field.pricesFor(vehicle) }, reading)
    return { ...roadTravel(reading), line, steps: stepsOf(moves), engine: 'field' }
  }

  async #valhallaRoute(found: Found, by: { reach: Reach; vehicle: Vehicle }): Promise<Route | undefined> {
    const target = by.reach.target
    const excluded = this.#excluded([found], by.reach)
    if (!target || !excluded) return undefined
    const query = {
      locations: [found.snap, target].map(snap => locationOf(snap.lngLat)),
      ...costingOf(by.vehicle),
      exclude_locations: excluded,
      units: 'kilometers',
    }
    const answer = await this.#ask('route', query)
    if (answer === undefined) return undefined
    const route = readRoute(answer)
    const line = { type: 'LineString' as const, coordinates: route.line }
    return { ...roadTravel(route), line, steps: stepsOf(route.moves), engine: 'valhalla' }
  }

  async #matrix(found: (Found | string)[], by: { reach: Reach; vehicle: Vehicle }) {
    const nearest = found
      .flatMap((one, i) => (typeof one === 'string' ? [] : [{ ...one, i }]))
      .sort((a, b) => a.reading.seconds - b.reading.seconds)
      .slice(0, MAX_CANDIDATES)
    const target = by.reach.target
    const excluded = this.#excluded(nearest, by.reach)
    if (nearest.length === 0 || !target || !excluded) return undefined
    const began = performance.now()
    const answer = await this.#ask('matrix', {
      sources: nearest.map(one => locationOf(one.snap.lngLat)),
      targets: [locationOf(target.lngLat)],
      ...costingOf(by.vehicle),
      exclude_locations: excluded,
      verbose: false,
      units: 'kilometers',
    })
    if (answer === undefined) return undefined
    const travels = new Map<number, Travel>()
    readMatrix(answer).forEach((travel, k) => {
      const one = nearest[k]
      if (one && travel) travels.set(one.i, roadTravel(travel))
    })
    return { travels, milliseconds: performance.now() - began }
  }

  /** Places on closed segments, and on those of the last mile that nobody's best way in uses. */
  #excluded(found: Found[], reach: Reach): { lon: number; lat: number }[] | undefined {
    if (this.valhalla?.state !== 'ready') return undefined
    const shut = reach.shutSegments(found.map(one => one.reading))
    return shut.length > MAX_EXCLUDED ? undefined : excludedPlaces(this.field, shut)
  }

  async #ask(act: 'route' | 'matrix', query: object): Promise<unknown> {
    try {
      return await this.valhalla?.ask(act, query, VALHALLA_BUDGET_MS)
    } catch (error) {
      // The field has found a way already, so Valhalla's silence costs precision and nothing else.
      if (error instanceof ValhallaFault) return undefined
      throw error
    }
  }
}

function foundFrom(reach: Reach, lngLat: LngLat): Found | 'off-network' | 'no-way-through' {
  const snap = reach.target && reach.snap(lngLat)
  if (!snap) return 'off-network'
  const reading = reach.read(snap)
  return reading ? { snap, reading } : 'no-way-through'
}

function travelOf(found: Found | 'off-network' | 'no-way-through', journey: Journey): Travel {
  return typeof found === 'string' ? straightLine(journey, found) : roadTravel(found.reading)
}

/** Indexes of the danger zones a place lies in that do not hold the target as well. */
function zonesAt(input: { to: LngLat; avoid: Avoid }, lngLat: LngLat | undefined): number[] {
  if (!lngLat) return []
  return input.avoid.zones.flatMap((zone, i) =>
    inPolygon(zone, lngLat) && !inPolygon(zone, input.to) ? [i] : [],
  )
}

function roadTravel(travel: { seconds: number; meters: number }): Travel {
  return { seconds: Math.round(travel.seconds), meters: Math.round(travel.meters), found: 'road' }
}
