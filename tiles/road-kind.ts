import type { BaseProperties, Tags } from './feature.ts'

interface RoadKind {
  kind: string
  minZoom: number
}

const ROAD_KINDS: Record<string, RoadKind> = {
  motorway: { kind: 'motorway', minZoom: 8 },
  trunk: { kind: 'trunk', minZoom: 8 },
  primary: { kind: 'primary', minZoom: 8 },
  secondary: { kind: 'secondary', minZoom: 10 },
  tertiary: { kind: 'tertiary', minZoom: 11 },
  unclassified: { kind: 'street', minZoom: 12 },
  residential: { kind: 'street', minZoom: 12 },
  road: { kind: 'street', minZoom: 12 },
  living_street: { kind: 'lane', minZoom: 13 },
  service: { kind: 'lane', minZoom: 13 },
  track: { kind: 'track', minZoom: 13 },
  pedestrian: { kind: 'walk', minZoom: 13 },
  cycleway: { kind: 'path', minZoom: 14 },
  footway: { kind: 'path', minZoom: 14 },
  path: { kind: 'path', minZoom: 14 },
  bridleway: { kind: 'path', minZoom: 14 },
  steps: { kind: 'path', minZoom: 14 },
}

const RAIL_KINDS = new Set(['rail', 'light_rail', 'subway', 'tram', 'narrow_gauge', 'monorail', 'funicular'])

const isYes = (value: string | undefined) => value !== undefined && value !== 'no'

/** How a highway is drawn, or null when it is none that can be used today. */
export function roadOf(tags: Tags): { minZoom: number; properties: BaseProperties } | null {
  const highway = tags.highway
  if (!highway || tags.area === 'yes') return null
  const isLink = highway.endsWith('_link')
  const known = ROAD_KINDS[isLink ? highway.slice(0, -5) : highway]
  if (!known) return null
  const oneway = onewayOf(tags)
  const properties = {
    kind: known.kind,
    rank: RANK.indexOf(known.kind),
    ...(isLink ? { link: true } : {}),
    ...(isYes(tags.bridge) ? { bridge: true } : {}),
    ...(isYes(tags.tunnel) || tags.covered === 'yes' ? { tunnel: true } : {}),
    ...(oneway ? { oneway } : {}),
    ...(highway === 'steps' ? { steps: true } : {}),
    layer: Number.parseInt(tags.layer ?? '0', 10) || 0,
  }
  return { minZoom: isLink ? Math.max(known.minZoom, 11) : known.minZoom, properties }
}

/** From the quietest to the busiest: later ones are drawn over earlier ones. */
const RANK = [
  'path',
  'track',
  'walk',
  'lane',
  'street',
  'tertiary',
  'secondary',
  'primary',
  'trunk',
  'motorway',
]

function onewayOf(tags: Tags): 1 | -1 | 0 {
  if (tags.oneway === '-1' || tags.oneway === 'reverse') return -1
  const isRound = tags.junction === 'roundabout' || tags.junction === 'circular'
  if (tags.oneway === 'yes' || tags.oneway === 'true' || tags.oneway === '1') return 1
  return isRound || (tags.highway === 'motorway' && tags.oneway !== 'no') ? 1 : 0
}

/** How a railway is drawn, or null when no train runs on it. */
export function railOf(tags: Tags): { minZoom: number; properties: BaseProperties } | null {
  const railway = tags.railway
  if (!railway || !RAIL_KINDS.has(railway)) return null
  const isSiding = tags.service !== undefined
  const kind = railway === 'rail' || railway === 'narrow_gauge' ? 'rail' : 'tram'
  const properties = {
    kind: isSiding ? 'siding' : kind,
    ...(isYes(tags.tunnel) || railway === 'subway' ? { tunnel: true } : {}),
    ...(isYes(tags.bridge) ? { bridge: true } : {}),
  }
  return { minZoom: isSiding ? 13 : kind === 'rail' ? 8 : 11, properties }
}
