import type { HazardKind, Stock } from '../../hazard/hazard.ts'
import type { IncidentType } from '../../incident/incident.ts'
import type { Both, LngLat, Standing } from '../../region/place.ts'
import type { Domain } from '../../risk/risk.ts'
import type { TargetKind } from '../../target/target.ts'
import type { Ground } from './ground.ts'
import type { MapFacts } from './map-facts.ts'

/** Everything the rules look at, read once for a run. */
export interface Registers {
  now: Date
  ground: Ground
  hazards: HeldHazard[]
  targets: HeldTarget[]
  cells: HeldCell[]
  incidents: HeldIncident[]
  sensors: HeldSensor[]
  /** Null where the town has no map file. */
  map: MapFacts | null
  /** Degrees of slope at a place, null where nobody measured; the whole is null where no terrain was imported. */
  slopeAt: ((lngLat: LngLat) => number | null) | null
}

export interface HeldHazard {
  id: number
  name: string
  nameEn: string
  kind: HazardKind
  lngLat: LngLat
  reachMeters: number
  major: boolean
  inventory: Stock[]
  standing: Standing
}
export interface HeldTarget {
  id: number
  name: string
  nameEn: string
  kind: TargetKind
  lngLat: LngLat
  people: number
  /** The map tag it came from, empty for one that a person entered. */
  tag: string
}
export interface HeldCell {
  ordinal: number
  lngLat: LngLat
  peopleDay: number
  peopleNight: number
}
export interface HeldIncident {
  id: number
  type: IncidentType
  title: string
  at: string
  lngLat: LngLat
}
export interface HeldSensor {
  id: number
  name: string
  nameEn: string
  lngLat: LngLat
  grade: string
}

/** What a rule found. Domain, kind and reach are the rule's own where it does not say otherwise. */
export interface Finding {
  key: string
  name: Both
  lngLat: LngLat
  reasons: Both[]
  /** What its hash is made of: another value here brings a rejected finding back. */
  facts: Record<string, string | number | boolean | (string | number)[]>
  domain?: Domain
  kind?: HazardKind
  reachMeters?: number
  /** The source to mark as a major installation. */
  marks?: number
}

/** The parameters of a rule as numbers, texts and lists; a wrong or missing one is an error of the rules' table. */
export class Parameters {
  readonly #values: Record<string, unknown>

  constructor(values: Record<string, unknown>) {
    this.#values = values
  }

  number(name: string): number {
    const value = this.#values[name]
    if (typeof value !== 'number') throw new TypeError(`the rule has no number "${name}"`)
    return value
  }

  text(name: string): string {
    const value = this.#values[name]
    if (typeof value !== 'string') throw new TypeError(`the rule has no text "${name}"`)
    return value
  }

  list(name: string): string[] {
    const value = this.#values[name]
    if (!Array.isArray(value)) throw new TypeError(`the rule has no list "${name}"`)
    return value.map(String)
  }
}
