import { z } from 'zod'
import type { Context } from '../context.ts'
import type { Cells } from '../risk/cells.ts'
import { findField } from '../risk/find.ts'
import { type Packed, packedLevels } from '../risk/packed.ts'
import { type RiskScale, scales } from '../risk/risk.ts'
import { BytesCache } from '../risk/tiles/cache.ts'
import { Running } from '../running.ts'
import { findEdition, findEditionLevels, plainLevels, sha256Of } from './find.ts'
import { type LiveReads, liveReads } from './live-reads.ts'
import { type MomentQuery, momentOf } from './moment.ts'
import { loadPast } from './past.ts'
import { cellsAt } from './past-cells.ts'
import {
  fieldOfPast,
  type LevelMap,
  type LevelMaps,
  mapsAt,
  mapsOf,
  nameCells,
  nameOfCells,
} from './past-map.ts'
import { byPlace, carried } from './rules/by-place.ts'

// What is long past does not change: a slider that plays again is answered from here.
const played = new BytesCache(32 * 2 ** 20)
const settledMs = 300_000
const running = new Running<ReadonlyMap<Part, Packed>>()

/** `then`: by the cells of the moment, as they were signed; `today`: as the cells of today show it, by place. */
export const Over = z.enum(['then', 'today'])
export type Over = z.infer<typeof Over>

interface Asked {
  town: number
  scale: RiskScale
  at: MomentQuery
  over?: Over
  /** Of the live scale, `assessed`: the levels if only assessed sources counted. */
  of?: 'all' | 'assessed'
}

type Part = RiskScale | 'assessed'

/**
 * The levels of a town as of a moment, computed from the facts and over the cells of then, gzipped.
 * @throws Refusal `forbidden`, `missing`, `invalid`, `conflict` (an edition over cells that nobody kept)
 */
export async function findAsOf(
  context: Context,
  { town, scale, at: asked, over = 'then', of = 'all' }: Asked,
): Promise<Packed> {
  const { cells: today } = await findField(context, town)
  await nameCells(today)
  const reads = await liveReads(context)
  const moment = await reads(sql => momentOf(sql, { asked, townId: town, path: 'at' }))
  const { at, sequence } = moment.cut
  const { cells, retired } = await cellsAt(context.sql, { reads, townId: town, moment })
  const isCarried = retired !== null && over === 'today'
  const mark = isCarried ? `${nameOfCells(cells)} ${nameOfCells(today)}` : nameOfCells(cells)
  const isSettled = at.getTime() < Date.now() - settledMs
  const part: Part = of === 'assessed' && scale === 'live' ? 'assessed' : scale
  const name = (each: Part) => `${town}/${each}/${at.toISOString()}/${sequence ?? ''}`
  const known = isSettled ? played.get(name(part), mark) : undefined
  if (known) return unnamed(known)
  const ground = { townId: town, cells, cut: moment.cut }
  // The live map and what of it is assessed are asked for together and made by one computation.
  const maps = await running.share(`${name(scale === 'live' ? 'live' : 'inherent')} ${mark}`, async () => {
    const made = await packedParts(await partsAt(reads, ground, scale), {
      ground,
      over: isCarried ? today : cells,
    })
    if (isSettled)
      for (const [each, { hash, gzipped }] of made) played.put(name(each), mark, named(hash, gzipped))
    return made
  })
  const map = maps.get(part)
  if (!map) throw new Error(`the map ${part} was not computed`)
  return map
}

/** The maps over the cells they were computed over, or carried by place to others, gzipped. */
async function packedParts(
  maps: ReadonlyMap<Part, Shown>,
  { ground: { townId, cells }, over }: { ground: Ground; over: Cells },
): Promise<Map<Part, Packed>> {
  const places = over === cells ? null : await byPlace(cells, over)
  const packed = new Map<Part, Packed>()
  for (const [part, { levels, hash }] of maps) {
    const shown = places ? carried(levels, places) : levels
    const mark = places ? `${hash}-${nameOfCells(over)}` : hash
    packed.set(part, await packedLevels(`as-of/${townId}/${part}`, shown, mark))
  }
  return packed
}

type Ground = Parameters<typeof mapsAt>[1]
type Shown = Pick<LevelMap, 'levels' | 'hash'>

/** The scales, and for the live one what is assessed: that alone asks which source covers which cell. */
async function partsAt(reads: LiveReads, ground: Ground, scale: RiskScale): Promise<Map<Part, Shown>> {
  const inOrder = (maps: LevelMaps) => scales.map(each => [each, maps[each]] as const)
  if (scale !== 'live') return new Map<Part, Shown>(inOrder((await mapsAt(reads, ground)).maps))
  const field = await fieldOfPast(ground, await loadPast(reads, ground))
  const assessed = levelsNamed(await field.assessedLevels())
  return new Map<Part, Shown>([...inOrder(mapsOf(field)), ['assessed', assessed]])
}

const levelsNamed = (levels: Uint8Array) => ({ levels, hash: sha256Of(levels).slice(0, 22) })

/**
 * The signed levels of an edition as the cells of today show them.
 * @throws Refusal `forbidden`, `missing`, `conflict` (signed over cells that nobody kept)
 */
export async function findCarriedLevels(
  context: Context,
  { id, scale }: { id: number; scale: RiskScale },
): Promise<Packed> {
  const signed = await findEditionLevels(context, { id, scale })
  const edition = await findEdition(context, id)
  const { townId, cellsHash, asOf, sequence } = edition
  const { cells: today } = await findField(context, townId)
  if (cellsHash === (await nameCells(today))) return signed
  const reads = await liveReads(context)
  const moment = { cut: { at: new Date(asOf), sequence }, edition }
  const { cells } = await cellsAt(context.sql, { reads, townId, moment })
  const levels = carried(await plainLevels(signed), await byPlace(cells, today))
  return packedLevels(`carried/${id}/${scale}`, levels, `${signed.hash}-${nameOfCells(today)}`)
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
