import type { LngLat } from '../region/place.ts'
import { metersBetween } from './field/graph.ts'
import { NOTHING_TO_AVOID, type Roads, type Vehicle } from './road.ts'
import { TownRoads } from './town-roads.ts'
import { readMatrix, readRoute } from './valhalla/answer.ts'
import type { ValhallaChild } from './valhalla/child.ts'
import { ValhallaFault } from './valhalla/fault.ts'
import { costingOf, locationOf } from './valhalla/query.ts'

export interface Agreement {
  /** Shares of Valhalla's travel seconds: 0.05 is five percent. */
  medianDifference: number
  p95Difference: number
  /** Thirty places to one: one sweep with thirty readings, and one matrix. */
  fieldMillisecondsP50: number
  valhallaMillisecondsP50: number
  speedup: number
  pairs: number
}

const CANDIDATES = 30
const ROUNDS = 20
const MIN_METERS = 500
const LIMIT_MS = 20_000
const CAR: Vehicle = { profile: 'car' }

/**
 * Measures how well the field's times agree with Valhalla's over random pairs more than 500 m apart, and
 * how much faster it is. Throws when the roads have no Valhalla that answers.
 */
export async function compareEngines(input: {
  roads: Roads
  pairs: number
  seed: number
}): Promise<Agreement> {
  const { roads } = input
  if (!(roads instanceof TownRoads) || !roads.valhalla)
    throw new Error(`no Valhalla: ${roads.state().detail ?? ''}`)
  await roads.valhalla.settled()
  const run = { roads, valhalla: roads.valhalla, random: randomFrom(input.seed) }
  const differences = await measureDifferences(run, input.pairs)
  const times = await measureTimes(run)
  return {
    medianDifference: quantile(differences, 0.5),
    p95Difference: quantile(differences, 0.95),
    fieldMillisecondsP50: quantile(times.field, 0.5),
    valhallaMillisecondsP50: quantile(times.valhalla, 0.5),
    speedup: quantile(times.valhalla, 0.5) / quantile(times.field, 0.5),
    pairs: differences.length,
  }
}

interface Run {
  roads: TownRoads
  valhalla: ValhallaChild
  random: () => number
}

async function measureDifferences(run: Run, pairs: number): Promise<number[]> {
  const differences: number[] = []
  for (let tries = 0; differences.length < pairs && tries < pairs * 4; tries++) {
    const difference = await differenceOf(run, randomPlace(run), randomPlace(run))
    if (difference !== undefined) differences.push(difference)
  }
  return differences
}

async function differenceOf(run: Run, from: LngLat, to: LngLat): Promise<number | undefined> {
  if (metersBetween(from, to) <= MIN_METERS) return undefined
  const reach = run.roads.field.sweepTo({ to, vehicle: CAR, avoid: NOTHING_TO_AVOID })
  const source = reach.snap(from)
  const reading = source && reach.read(source)
  reach.done()
  if (!source || !reading || !reach.target) return undefined
  const locations = [locationOf(source.lngLat), locationOf(reach.target.lngLat)]
  const answer = await answerOrNone(run.valhalla.ask('route', { locations, ...costingOf(CAR) }, LIMIT_MS))
  if (answer === undefined) return undefined
  const { seconds } = readRoute(answer)
  return seconds > 0 ? Math.abs(reading.seconds - seconds) / seconds : undefined
}

async function measureTimes(run: Run): Promise<{ field: number[]; valhalla: number[] }> {
  const times: { field: number[]; valhalla: number[] } = { field: [], valhalla: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const to = randomPlace(run)
    const from = Array.from({ length: CANDIDATES }, () => randomPlace(run))
    const began = performance.now()
    const reach = run.roads.field.sweepTo({ to, vehicle: CAR, avoid: NOTHING_TO_AVOID })
    const snaps = from.flatMap(lngLat => reach.snap(lngLat) ?? [])
    for (const snap of snaps) reach.read(snap)
    reach.done()
    const fieldMilliseconds = performance.now() - began
    if (!reach.target || snaps.length === 0) continue
    const matrix = {
      sources: snaps.map(snap => locationOf(snap.lngLat)),
      targets: [locationOf(reach.target.lngLat)],
      ...costingOf(CAR),
      verbose: false,
    }
    const asked = performance.now()
    const answer = await answerOrNone(run.valhalla.ask('matrix', matrix, LIMIT_MS))
    if (answer === undefined || readMatrix(answer).length === 0) continue
    times.valhalla.push(performance.now() - asked)
    times.field.push(fieldMilliseconds)
  }
  return times
}

async function answerOrNone(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ValhallaFault && error.kind === 'map') return undefined
    throw error
  }
}

/** Within some fifty meters of a random crossing. */
function randomPlace({ roads, random }: Run): LngLat {
  const { nodeLng, nodeLat } = roads.field.graph
  const node = Math.floor(random() * nodeLng.length)
  return [(nodeLng[node] ?? 0) + (random() - 0.5) * 1e-3, (nodeLat[node] ?? 0) + (random() - 0.5) * 1e-3]
}

function randomFrom(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
