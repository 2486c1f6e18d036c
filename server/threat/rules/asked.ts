import type { Both, LngLat } from '../../region/place.ts'
import type { ThreatInputs, ThreatRing, Weather } from '../threat.ts'
import type { Sourced, Step } from './sourced.ts'
import type { ModelKind } from './substance.ts'
import type { Terrain } from './terrain.ts'

export interface Asked<Inputs = ThreatInputs> {
  lngLat: LngLat
  inputs: Inputs
  weather: Weather
  terrain?: Terrain | null
}

/** What a model gives: its outlines and how it came to them. */
export interface Found {
  rings: ThreatRing[]
  working: Step[]
  source: Sourced
  /** Limits that hold for this answer alone. */
  more?: Both[]
}

/** A model that will not answer says why, and which one to ask instead. */
export interface Refused {
  refused: Both
  path: string
  instead: ModelKind | null
  /** Where the water lies no higher than the ground: how high that is. */
  groundMeters?: number
}

/** Whether a question about a model was refused instead of completed. */
export const isRefused = (answer: object): answer is Refused => 'refused' in answer
