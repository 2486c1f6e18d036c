import type { Block } from './blocks.ts'
import type { Use } from './claims.ts'

/** Ground that a named place needs, in metres; on a block twice as large it gets a parcel of that size. */
const GROUND: Partial<Record<Use, readonly [number, number]>> = {
  school: [200, 140],
  kindergarten: [84, 62],
  hospital: [235, 160],
  market: [120, 90],
  station: [170, 60],
  government: [160, 120],
}

const REST: Partial<Record<Block['zone'], Use>> = {
  centre: 'offices',
  garden: 'towers',
  'old-town': 'houses',
  rural: 'farmland',
  works: 'sheds',
}

/** The parcel to cut out of a block for its named place, and the use of what is left; null when it takes all. */
export function parcelOf(block: Block): { size: readonly [number, number]; rest: Use } | null {
  const size = block.claim ? GROUND[block.use] : undefined
  if (!size || block.hectares < ((size[0] * size[1]) / 10_000) * 1.6) return null
  return { size, rest: REST[block.zone] ?? 'slabs' }
}
