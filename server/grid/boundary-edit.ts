import { z } from 'zod'

/** A position in lattice units of 1e-7 degrees: longitude, latitude. */
const Spot = z
  .tuple([z.int().min(-1_800_000_000).max(1_800_000_000), z.int().min(-900_000_000).max(900_000_000)])
  .readonly()

/** A grid, or below zero a face that an earlier edit of the same list made (-1, -2, ... in order). */
const Face = z
  .int()
  .min(-2_000_000)
  .max(2_147_483_647)
  .refine(id => id !== 0)

const Between = z.tuple([Spot, Spot]).readonly()
const Line = z.array(Spot).min(2).max(5000)
const Ring = z.array(Spot).min(3).max(5000)

/** One move of a shared vertex. Every face that has `from` gets `to`. */
export const MoveVertex = z.strictObject({ kind: z.literal('move-vertex'), from: Spot, to: Spot })
/** Puts a vertex into the edge between two neighbouring vertices, for the faces on both sides. */
export const InsertVertex = z.strictObject({ kind: z.literal('insert-vertex'), between: Between, at: Spot })
/** Takes a vertex out where no more than two edges meet. */
export const DeleteVertex = z.strictObject({ kind: z.literal('delete-vertex'), at: Spot })
/** Moves an edge with both its vertices. */
export const MoveEdge = z.strictObject({ kind: z.literal('move-edge'), between: Between, by: Spot })
/** Draws a part of a face's boundary anew; both ends of the line lie on that boundary. */
export const Reshape = z.strictObject({ kind: z.literal('reshape'), face: Face, line: Line })
/** Divides every face, or the named ones, that the line crosses from side to side. */
export const Split = z.strictObject({
  kind: z.literal('split'),
  line: Line,
  faces: z.array(Face).min(1).max(2000).optional(),
})
/**
 * Joins grids that touch along edges; the first keeps its id, or the first divided one, which then has all their lower
 * grids, and undivided ones as lower grids beside them.
 */
export const Merge = z.strictObject({ kind: z.literal('merge'), faces: z.array(Face).min(2).max(2000) })
/** Makes a new face of the area in a ring (not closed), taken from all faces below it. */
export const CutOut = z.strictObject({ kind: z.literal('cut-out'), ring: Ring })
/** Gives the part of one face that lies in the ring (not closed) to a neighbour. */
export const Transfer = z.strictObject({ kind: z.literal('transfer'), from: Face, to: Face, ring: Ring })
/** Takes vertices out of the faces' boundaries as long as nothing moves further than the tolerance. */
export const Simplify = z.strictObject({
  kind: z.literal('simplify'),
  faces: z.array(Face).min(1).max(2000),
  toleranceMeters: z.number().positive().max(1000),
  /** Whether their part of the town's outer boundary is simplified too. */
  outer: z.literal(true).optional(),
})

/** Divides a grid into grids of the next level, along lines that each cross what the ones before left of it. */
export const Divide = z.strictObject({
  kind: z.literal('divide'),
  face: Face,
  lines: z.array(Line).min(1).max(200),
})
/** Takes all grids away that lie in one; it is one piece of ground again. */
export const Undivide = z.strictObject({ kind: z.literal('undivide'), face: Face })

/** One change of boundaries. A list of them, done in order on the same coverage, always gives the same result. */
export const BoundaryEdit = z.discriminatedUnion('kind', [
  MoveVertex,
  InsertVertex,
  DeleteVertex,
  MoveEdge,
  Reshape,
  Split,
  Merge,
  CutOut,
  Transfer,
  Simplify,
  Divide,
  Undivide,
])
export type BoundaryEdit = z.infer<typeof BoundaryEdit>
export type BoundaryEditOf<Kind extends BoundaryEdit['kind']> = Extract<BoundaryEdit, { kind: Kind }>
