import { z } from 'zod'
import { Bbox, Id, MultiPolygon, Polygon } from '../region/place.ts'

const Neighbour = z.strictObject({
  id: Id,
  name: z.string(),
  nameEn: z.string(),
  polygon: z.union([Polygon, MultiPolygon]),
})
export type Neighbour = z.infer<typeof Neighbour>

/** What a town's outer boundary has to mind. */
export const Surroundings = z.strictObject({
  /** The area that the town belongs to; null where its outline is not known. */
  above: Neighbour.nullable(),
  /** The areas of the same rank that lie near. */
  beside: z.array(Neighbour),
  /** How far round the town they were looked for. */
  reach: Bbox,
})
export type Surroundings = z.infer<typeof Surroundings>
