import { z } from 'zod'
import { BoundaryEdit } from '../grid/boundary-edit.ts'
import { Both, Id, LineString, Polygon } from '../region/place.ts'

/** What a boundary can run along, from the strongest mark in the ground to the weakest. */
export const LineKind = z.enum([
  'river',
  'rail',
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'street',
  'lane',
  'stream',
])
export type LineKind = z.infer<typeof LineKind>

/** A road, railway or river of the town's map that a boundary can follow. */
export const MapLine = z.strictObject({ kind: LineKind, name: z.string(), line: LineString })
export type MapLine = z.infer<typeof MapLine>

export const Measure = z.enum(['households', 'people', 'area', 'workload'])
export type Measure = z.infer<typeof Measure>

/** What one resident, hazard source and past incident weigh in a grid's workload; configurable, no standard. */
export const Workload = z.strictObject({
  person: z.number().min(0).max(1000).default(1),
  hazard: z.number().min(0).max(100_000).default(100),
  incident: z.number().min(0).max(100_000).default(50),
})
export type Workload = z.infer<typeof Workload>

const Faces = z.array(Id).min(1).max(500)

/** A first partition of the area that some grids cover, or those grids balanced against one another. */
export const PartitionInput = z.strictObject({
  townId: Id,
  /** The grids whose area is divided anew; they must hang together. */
  faces: Faces,
  kind: z.enum(['partition', 'balance']),
  measure: Measure,
  /** How many grids a partition makes. */
  count: z.int().min(2).max(300).optional(),
  /** Or how much of the measure each one shall hold: households, people, square metres or workload. */
  each: z.number().positive().max(1e9).optional(),
  /** What the boundaries follow: lines of the map, or a net of squares or hexagons. */
  along: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('lines'), kinds: z.array(LineKind).min(1) }),
      z.strictObject({
        by: z.literal('net'),
        shape: z.enum(['square', 'hexagon']),
        sideMeters: z.number().min(50).max(5000),
      }),
    ])
    .default({
      by: 'lines',
      kinds: [...LineKind.options.filter(kind => kind !== 'lane' && kind !== 'stream')],
    }),
  workload: Workload.default({ person: 1, hazard: 100, incident: 50 }),
})
export type PartitionInput = z.infer<typeof PartitionInput>

/** How good a division is; a person judges by these figures, nothing is applied by itself. */
export const PartitionScore = z.strictObject({
  grids: z.int(),
  /** The largest measure of a grid divided by the mean, 1 when all are alike. */
  largestOverMean: z.number(),
  /** Standard deviation divided by the mean. */
  variation: z.number(),
  /** Mean of 4 pi area / perimeter squared (Polsby and Popper 1991), 1 for a circle. */
  compactness: z.number(),
  /** Share of the inner boundaries, by length, that runs along a line of the map. */
  alongLines: z.number(),
})
export type PartitionScore = z.infer<typeof PartitionScore>

export const PartitionGrid = z.strictObject({
  /** The id of the grid that stays, or a negative one for a grid to be made. */
  face: z.int(),
  polygon: Polygon,
  amount: z.number(),
  areaSquareMeters: z.number(),
})
export type PartitionGrid = z.infer<typeof PartitionGrid>

/** A suggestion: edits to open as a draft, what they would give, and how that compares with today. */
export const Partition = z.strictObject({
  edits: z.array(BoundaryEdit),
  grids: z.array(PartitionGrid),
  before: PartitionScore,
  after: PartitionScore,
  blocks: z.int(),
  /** What could not be done as asked, in words. */
  notes: z.array(Both),
})
export type Partition = z.infer<typeof Partition>
