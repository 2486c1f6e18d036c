import { z } from 'zod'
import { Id, LngLat, Origin, Standing, Version } from '../region/place.ts'

export const StockLine = z.strictObject({
  item: z.string(),
  itemEn: z.string(),
  unit: z.string(),
  quantity: z.int().nonnegative(),
  reserved: z.int().nonnegative(),
})
export type StockLine = z.infer<typeof StockLine>

/** A store of emergency supplies 应急物资库 with its stock in the asked world. */
export const Supply = z.strictObject({
  id: Id,
  townId: Id,
  name: z.string(),
  nameEn: z.string(),
  lngLat: LngLat,
  contact: z.string(),
  standing: Standing,
  origin: Origin.nullable(),
  stock: z.array(StockLine),
  version: Version,
})
export type Supply = z.infer<typeof Supply>
