import { engines } from '../engines.ts'
import type { LngLat } from '../region/place.ts'
import type { Avoid, Engine, Roads, Route, Travel, Vehicle } from '../road/road.ts'
import { straightLine, straightRoute } from '../road/straight-line.ts'

export interface Leg {
  lngLat: LngLat
  vehicle: Vehicle
}

export interface Ways {
  /** In the order of the legs. */
  travels: Travel[]
  engine: Engine
  valhallaMs: number
  fieldMs: number
}

interface Journey {
  to: LngLat
  from: readonly Leg[]
  avoid: Avoid
}

/** The roads of a town as this process has them, with a labelled straight line where it has none. */
export async function waysOf(townId: number) {
  const roads = await engines().roads(townId)
  return {
    travelTo: (journey: Journey) => travelTo(roads, journey),
    route: (leg: Leg, { to, avoid }: { to: LngLat; avoid: Avoid }) => route(roads, { leg, to, avoid }),
  }
}

async function travelTo(roads: Roads | null, { to, from, avoid }: Journey): Promise<Ways> {
  if (!roads) {
    const travels = from.map(({ lngLat, vehicle }) => straightLine({ from: lngLat, to, vehicle }, 'no-roads'))
    return { travels, engine: 'field', valhallaMs: 0, fieldMs: 0 }
  }
  // The engines answer for one kind of vehicle at a time; most responders share one.
  const groups = new Map<string, number[]>()
  for (const [index, { vehicle }] of from.entries()) {
    const kind = JSON.stringify(vehicle)
    groups.set(kind, [...(groups.get(kind) ?? []), index])
  }
  const travels: Travel[] = []
  let engine: Engine = 'field'
  let valhallaMs = 0
  let fieldMs = 0
  const answers = [...groups.values()].map(async indices => {
    const legs = indices.flatMap(index => from[index] ?? [])
    const vehicle = legs[0]?.vehicle ?? { profile: 'car' }
    const answer = await roads.travelTo({ to, from: legs.map(leg => leg.lngLat), vehicle, avoid })
    indices.forEach((index, at) => {
      const travel = answer.travels[at]
      if (travel) travels[index] = travel
    })
    if (answer.engine === 'valhalla') engine = 'valhalla'
    valhallaMs += answer.valhallaMs ?? 0
    fieldMs += answer.fieldMs
  })
  await Promise.all(answers)
  return { travels, engine, valhallaMs, fieldMs }
}

async function route(
  roads: Roads | null,
  { leg, to, avoid }: { leg: Leg; to: LngLat; avoid: Avoid },
): Promise<Route> {
  const journey = { from: leg.lngLat, to, vehicle: leg.vehicle }
  return roads ? roads.route({ ...journey, avoid }) : straightRoute(journey, 'no-roads')
}
