import { metersPerDegree } from './graph.ts'

/** Meters along a street after which its direction at a crossing is taken. */
const LOOK_AHEAD_METERS = 15
const LOOK_AHEAD_MAJOR_METERS = 24
const LAST_MAJOR_CLASS = 2

export interface Shape {
  lng: ArrayLike<number>
  lat: ArrayLike<number>
  /** First and last index of the part that is meant, in the direction of travel. */
  first: number
  last: number
}

export function lookAheadMeters(roadClass: number, link: boolean): number {
  return roadClass <= LAST_MAJOR_CLASS || link ? LOOK_AHEAD_MAJOR_METERS : LOOK_AHEAD_METERS
}

/** Compass degrees (0 to 359) on setting out from `first` towards `last`. */
export function headingFrom(shape: Shape, aheadMeters: number): number {
  const step = shape.first <= shape.last ? 1 : -1
  const lng0 = shape.lng[shape.first] ?? 0
  const lat0 = shape.lat[shape.first] ?? 0
  const scale = metersPerDegree(lat0)
  let east = 0
  let north = 0
  let walked = 0
  for (let i = shape.first + step; walked < aheadMeters && i !== shape.last + step; i += step) {
    const nextEast = ((shape.lng[i] ?? 0) - lng0) * scale.lng
    const nextNorth = ((shape.lat[i] ?? 0) - lat0) * scale.lat
    const length = Math.hypot(nextEast - east, nextNorth - north)
    const share = length > aheadMeters - walked ? (aheadMeters - walked) / length : 1
    east += (nextEast - east) * share
    north += (nextNorth - north) * share
    walked += length
  }
  const degrees = (Math.atan2(east, north) * 180) / Math.PI
  return Math.round(degrees + 360) % 360
}

/** Degrees clockwise (0 to 359) from one heading to the next: 90 is a right turn, 270 a left one. */
export function turnDegrees(arriving: number, leaving: number): number {
  return (leaving - arriving + 360) % 360
}

/** Sector of a turn: 0 ahead, 1 slight right, 2 right, 3 sharp right, 4 back, 5 sharp left, 6 left, 7 slight left. */
export function turnSector(degrees: number): number {
  if (degrees > 349 || degrees < 11) return 0
  if (degrees < 45) return 1
  if (degrees < 136) return 2
  if (degrees < 160) return 3
  if (degrees < 201) return 4
  if (degrees < 225) return 5
  return degrees < 316 ? 6 : 7
}
