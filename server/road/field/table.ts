// Speeds and turn costs of the road field, one table. They follow the published default costing of
// Valhalla 3.6.1 (car and truck), so that both engines give the same travel times.

export const ROAD_CLASSES: readonly string[] = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'service',
]

/** km/h by road class (motorway first) where the map gives no limit. */
export const RURAL_KMH = [105, 90, 75, 60, 50, 40, 35, 25]
export const URBAN_KMH = [89, 73, 57, 49, 40, 35, 30, 20]
/** Relative road density (0 to 15) above which the urban speeds hold. */
export const URBAN_DENSITY = 8
export const DENSITY_RADIUS_METERS = 2000
export const DENSITY_SCALE = 0.7

export const Use = {
  road: 0,
  ramp: 1,
  turnChannel: 2,
  living: 3,
  service: 4,
  driveway: 5,
  alley: 6,
  parkingAisle: 7,
  driveThrough: 8,
  track: 9,
  walk: 10,
  steps: 11,
  ferry: 12,
} as const

/** km/h that hold for a use whatever its class. */
export const USE_KMH: Partial<Record<number, number>> = {
  [Use.driveway]: 10,
  [Use.parkingAisle]: 15,
  [Use.driveThrough]: 10,
}
export const TRACK_KMH: Record<string, number> = { grade1: 20, grade2: 15, grade3: 12, grade4: 10 }
export const TRACK_KMH_OTHER = 5
export const RAMP_FACTOR = 0.85
export const URBAN_RAMP_FACTOR = 0.8
export const TURN_CHANNEL_FACTOR = 1.25
export const TURN_CHANNEL_MAX_METERS = 200
export const ROUNDABOUT_FACTOR = 0.5
export const FERRY_KMH = 10
export const TRUCK_TOP_KMH = 120
export const WALK_KMH = 5.1
export const STEPS_KMH = 2.5

/** Speed a sign gives in words rather than in numbers (last part of e.g. `CN:urban`). */
export const IMPLIED_KMH: Record<string, number> = {
  urban: 50,
  rural: 70,
  trunk: 80,
  motorway: 120,
  living_street: 20,
  walk: 10,
}

export const Surface = { smooth: 0, paved: 1, rough: 2, compacted: 3, dirt: 4, gravel: 5, path: 6 } as const
export const SURFACE_OF: Record<string, number> = {
  paving_stones: Surface.paved,
  bricks: Surface.paved,
  brick: Surface.paved,
  metal: Surface.paved,
  cobblestone: Surface.rough,
  sett: Surface.rough,
  'cobblestone:flattened': Surface.paved,
  unhewn_cobblestone: Surface.rough,
  compacted: Surface.compacted,
  wood: Surface.compacted,
  fine_gravel: Surface.gravel,
  pebblestone: Surface.gravel,
  gravel: Surface.gravel,
  unpaved: Surface.gravel,
  dirt: Surface.dirt,
  earth: Surface.dirt,
  ground: Surface.dirt,
  mud: Surface.dirt,
  sand: Surface.path,
  grass: Surface.path,
}
/** Added to the cost factor by surface; a car minds half as much as a truck. */
export const SURFACE_PENALTY = [0, 0, 0, 0.1, 0.2, 0.5, 1]
export const SURFACE_WEIGHT = { car: 0.5, truck: 1 } as const

/** Multiplies an edge's seconds in the search, never in the answer. */
export const USE_FACTOR: Partial<Record<number, { car: number; truck: number }>> = {
  [Use.track]: { car: 4, truck: 4 },
  [Use.living]: { car: 2.6, truck: 2.6 },
  [Use.turnChannel]: { car: 0.6, truck: 1 },
}
export const densityFactor = (density: number): number => 0.85 + density * 0.025

/** Search seconds for entering an edge of this use from one of another use. */
export const ENTRY_PENALTY: Partial<Record<number, { car: number; truck: number }>> = {
  [Use.service]: { car: 75, truck: 0 },
  [Use.alley]: { car: 5, truck: 5 },
  [Use.living]: { car: 400, truck: 400 },
  [Use.track]: { car: 300, truck: 300 },
}
export const DESTINATION_ONLY_PENALTY = 600
export const NEW_STREET_PENALTY = 5
export const LOW_CLASS_PENALTY_TRUCK = 30
export const GATE = { seconds: 30, penalty: 300 } as const
/** A private gate takes no time of those who may pass; others look for another way first. */
export const PRIVATE_GATE_PENALTY = 450
export const TOLL_SECONDS = 15
export const BORDER_SECONDS = 600

/** Seconds a turn takes: a logistic curve over its angle, steeper across the oncoming lane. */
export const TURN = { seconds: 7.5, bias: 1.075, uTurnSeconds: 20, signalSeconds: 2 } as const

/** Search seconds by turn sector: ahead, slight right, right, sharp right, back, sharp left, left, slight left. */
export const SECTOR_PENALTY = [0.5, 0.75, 1, 1.5, 9.5, 3.5, 2.5, 0.75]
export const CROSSING_PENALTY = 2
export const RAMP_CHANGE_PENALTY = 1.5
export const DENSITY_PENALTY = [1, 1, 1, 1, 1, 1.1, 1.2, 1.3, 1.4, 1.6, 1.9, 2.2, 2.5, 2.8, 3.1, 3.5]
export const MAX_STOP_IMPACT = 7
/** Turning back: at a point, over the stub between two carriageways, or where two carriageways become one. */
export const U_TURN_PENALTY = 600
export const RENAMED_U_TURN_PENALTY = 10
export const PENCIL_POINT_FACTOR = 15
/** A stub longer than this is a street of its own: turning left twice over it is no U-turn. */
export const STUB_MAX_METERS = 8.5

/** Inside a zone that holds the target an edge counts this often, so the last mile takes the short way in. */
export const LAST_MILE_FACTOR = 4
export const MAX_SNAP_METERS = 500
/** Two places this close to an intersection count as the intersection itself. */
export const NODE_SNAP_METERS = 5
