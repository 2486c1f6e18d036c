import { Access } from './graph.ts'
import {
  FERRY_KMH,
  ROAD_CLASSES,
  RURAL_KMH,
  SURFACE_OF,
  Surface,
  TRACK_KMH,
  TRACK_KMH_OTHER,
  Use,
} from './table.ts'
import { centimeters, firstSaying, kilograms, mayPass, speedKmh } from './tag.ts'

/** What the tags of one way say about travelling it. */
export interface WayRules {
  roadClass: number
  use: number
  link: boolean
  roundabout: boolean
  toll: boolean
  destinationOnly: boolean
  accessForward: number
  accessBackward: number
  /** A signed limit; 0 where the table's speed holds. */
  taggedKmhForward: number
  taggedKmhBackward: number
  truckKmh: number
  baseKmh: number
  surface: number
  maxHeightCm: number
  maxWidthCm: number
  maxWeightKg: number
  name: string
}

type Tags = Record<string, string>

const WALKED = new Set(['footway', 'pedestrian', 'path', 'steps', 'cycleway', 'bridleway', 'corridor'])
const NEVER_WALKED = new Set(['motorway', 'motorway_link'])
const SERVICE_ROADS = new Set(['service', 'living_street', 'track', 'road'])
const SERVICE_USE: Record<string, number> = {
  driveway: Use.driveway,
  alley: Use.alley,
  parking_aisle: Use.parkingAisle,
  'drive-through': Use.driveThrough,
}
const SERVICE_CLASS = ROAD_CLASSES.length - 1

/** The rules of a way, or undefined when nobody can travel it. */
export function wayRules(tags: Tags): WayRules | undefined {
  const highway = tags.route === 'ferry' && !tags.highway ? 'ferry' : (tags.highway ?? '')
  const roadClass = classOf(highway)
  if (roadClass === undefined || tags.area === 'yes') return undefined
  const use = useOf(highway, tags)
  const access = accessOf(highway, tags)
  if ((access.forward | access.backward) === 0) return undefined
  const link = highway.endsWith('_link')
  return {
    roadClass,
    use,
    link,
    roundabout: tags.junction === 'roundabout' || tags.junction === 'circular',
    toll: tags.toll === 'yes',
    destinationOnly: isDestinationOnly(tags, use),
    accessForward: access.forward,
    accessBackward: access.backward,
    ...speedsOf(highway, tags, roadClass),
    surface: surfaceOf(highway, tags),
    maxHeightCm: centimeters(tags.maxheight ?? tags['maxheight:physical']),
    maxWidthCm: centimeters(tags.maxwidth ?? tags['maxwidth:physical']),
    maxWeightKg: kilograms(tags.maxweight),
    name: tags['name:zh'] ?? tags.name ?? tags.ref ?? '',
  }
}

function classOf(highway: string): number | undefined {
  const plain = highway.replace(/_link$/, '')
  const index = ROAD_CLASSES.indexOf(plain)
  if (index >= 0) return index
  if (highway === 'ferry') return 2
  return WALKED.has(highway) || SERVICE_ROADS.has(highway) ? SERVICE_CLASS : undefined
}

function useOf(highway: string, tags: Tags): number {
  if (highway === 'ferry') return Use.ferry
  if (highway === 'steps') return Use.steps
  if (WALKED.has(highway)) return Use.walk
  if (highway === 'track') return Use.track
  if (highway === 'living_street') return Use.living
  const service = tags.service === undefined ? undefined : SERVICE_USE[tags.service]
  if (service !== undefined) return service
  if (highway === 'service') return Use.service
  return highway.endsWith('_link') ? Use.ramp : Use.road
}

function accessOf(highway: string, tags: Tags): { forward: number; backward: number } {
  const car = drivable(highway, tags, ['motorcar', 'motor_vehicle', 'vehicle'])
  const truck = drivable(highway, tags, ['hgv', 'motor_vehicle', 'vehicle'])
  const foot = walkable(highway, tags)
  const direction = oneWay(highway, tags)
  const vehicles = (car ? Access.car : 0) | (truck ? Access.truck : 0)
  const always = (foot ? Access.foot : 0) | (car || truck ? Access.blue : 0)
  return {
    forward: always | (direction >= 0 ? vehicles : 0),
    backward: always | (direction <= 0 ? vehicles : 0),
  }
}

function drivable(highway: string, tags: Tags, keys: string[]): boolean {
  const said = firstSaying(tags, keys)
  if (said !== undefined && highway !== 'steps') return said
  if (WALKED.has(highway)) return false
  return mayPass(tags.access) ?? true
}

function walkable(highway: string, tags: Tags): boolean {
  const said = mayPass(tags.foot)
  if (said !== undefined) return said
  if (NEVER_WALKED.has(highway) || highway === 'cycleway' || highway === 'bridleway') return false
  return mayPass(tags.access) ?? true
}

/** 1 along the way only, -1 against it only, 0 both. */
function oneWay(highway: string, tags: Tags): -1 | 0 | 1 {
  const value = tags['oneway:motor_vehicle'] ?? tags.oneway
  if (value === '-1' || value === 'reverse') return -1
  if (value === 'yes' || value === 'true' || value === '1') return 1
  if (tags.junction === 'roundabout') return 1
  return highway === 'motorway' && value === undefined ? 1 : 0
}

function isDestinationOnly(tags: Tags, use: number): boolean {
  if (use === Use.driveway || use === Use.parkingAisle || use === Use.driveThrough) return true
  const limited = new Set(['private', 'destination', 'customers', 'delivery', 'permit', 'residents'])
  return [tags.access, tags.motor_vehicle, tags.vehicle, tags.motorcar].some(value =>
    limited.has(value ?? ''),
  )
}

function speedsOf(highway: string, tags: Tags, roadClass: number) {
  const both = speedKmh(tags.maxspeed)
  return {
    taggedKmhForward: speedKmh(tags['maxspeed:forward']) || both,
    taggedKmhBackward: speedKmh(tags['maxspeed:backward']) || both,
    truckKmh: speedKmh(tags['maxspeed:hgv']),
    baseKmh: baseSpeed(highway, tags, roadClass),
  }
}

function baseSpeed(highway: string, tags: Tags, roadClass: number): number {
  if (highway === 'ferry') return FERRY_KMH
  if (highway === 'track') return TRACK_KMH[tags.tracktype ?? ''] ?? TRACK_KMH_OTHER
  return RURAL_KMH[roadClass] ?? 25
}

function surfaceOf(highway: string, tags: Tags): number {
  const named = tags.surface === undefined ? undefined : SURFACE_OF[tags.surface]
  if (named !== undefined) return named
  if (tags.surface !== undefined || highway !== 'track') return Surface.smooth
  if (tags.tracktype === 'grade1') return Surface.rough
  return tags.tracktype === 'grade2' ? Surface.compacted : Surface.dirt
}
