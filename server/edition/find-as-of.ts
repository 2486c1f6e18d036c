import { type Context, read } from '../context.ts'
import { findField } from '../risk/find.ts'
import { type Packed, packedLevels } from '../risk/packed.ts'
import type { RiskScale } from '../risk/risk.ts'
import { BytesCache } from '../risk/tiles/cache.ts'
import { checkCells, type MomentQuery, momentOf } from './moment.ts'
import { mapsAt, nameOfCells } from './past-map.ts'

// What is long past does not change: a slider that plays again is answered from here.
const played = new BytesCache(32 * 2 ** 20)
const settledMs = 300_000

/**
 * The levels of a town as of a moment, computed from the facts of then, gzipped.
 * @throws Refusal `forbidden`, `missing`, `invalid`, `conflict` (an edition over other cells)
 */
export async function findAsOf(
  context: Context,
  { town, scale, at: asked }: { town: number; scale: RiskScale; at: MomentQuery },
): Promise<Packed> {
  const { cells } = await findField(context, town)
  const mark = nameOfCells(cells)
  return read(context, async ({ sql }) => {
    const moment = await momentOf(sql, { asked, townId: town, path: 'at' })
    checkCells(moment, cells)
    const { at, sequence } = moment.cut
    const isSettled = at.getTime() < Date.now() - settledMs
    const name = (each: string) => `${town}/${each}/${at.toISOString()}/${sequence ?? ''}`
    const known = isSettled ? played.get(name(scale), mark) : undefined
    if (known) return unnamed(known)
    const { maps } = await mapsAt(sql, { townId: town, cells, cut: moment.cut })
    if (isSettled)
      for (const [each, { levels, hash }] of Object.entries(maps))
        played.put(
          name(each),
          mark,
          named(hash, (await packedLevels(`as-of/${town}/${each}`, levels, hash)).gzipped),
        )
    const { levels, hash } = maps[scale]
    return packedLevels(`as-of/${town}/${scale}`, levels, hash)
  })
}

// The name of the levels goes before them, so that one cache keeps both.
function named(hash: string, gzipped: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(hash)
  return Uint8Array.from([text.length, ...text, ...gzipped])
}

function unnamed(bytes: Uint8Array<ArrayBuffer>): Packed {
  const length = bytes[0] ?? 0
  const hash = new TextDecoder().decode(bytes.subarray(1, 1 + length))
  return { hash, gzipped: bytes.slice(1 + length) }
}
