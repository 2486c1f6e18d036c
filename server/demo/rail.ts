import { Nearby } from './nearby.ts'
import { type Point, smooth } from './plane.ts'

/** The freight and commuter line: in from the west, along the south of the town, up to the port. */
export const railway: Point[] = smooth(
  [
    [-5400, -2760],
    [-4200, -2640],
    [-2900, -2700],
    [-1500, -2640],
    [-200, -2660],
    [900, -2620],
    [1850, -2380],
    [2400, -1800],
    [2530, -1100],
    [2560, -300],
    [2760, 330],
    [3250, 720],
    [3560, 1250],
    [3640, 2100],
  ],
  45,
)

export const STATION: Point = [-200, -2690]

const railNearby = new Nearby<null>(100).addLine(railway, () => null)

export const railGap = (point: Point): number => railNearby.gap(point, () => 0)

/** Sidings beside the station and in the port. */
export const sidings: Point[][] = [
  smooth(
    [
      [-900, -2655],
      [-500, -2672],
      [-200, -2678],
      [200, -2662],
      [600, -2640],
    ],
    60,
  ),
  smooth(
    [
      [3560, 1250],
      [3680, 1500],
      [3700, 2120],
    ],
    60,
  ),
  smooth(
    [
      [3560, 1250],
      [3730, 1480],
      [3760, 2100],
    ],
    60,
  ),
]
