import { readFile } from 'node:fs/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { invalid } from '../errors.ts'
import type { LngLat } from '../region/place.ts'
import { type Spot, spotOf } from '../region/rules/lattice.ts'
import type {
  Answers,
  CleanFace,
  CleanOptions,
  Crs,
  CrsQuestion,
  Defect,
  DefectGround,
  FaceReport,
  FieldMap,
  RowProblem,
  TextEncoding,
} from './boundary.ts'
import { plainText, type RawBoundaries } from './formats/raw.ts'
import { readBoundaries } from './formats/read.ts'
import type { Tell } from './progress.ts'
import { clean } from './rules/clean.ts'
import { placingOf } from './rules/crs.ts'
import type { Bound } from './rules/foreign.ts'
import { treeOf } from './rules/grid-tree.ts'
import { likelyFields } from './rules/name-faces.ts'
import { placeFaces } from './rules/place-faces.ts'
import { questionOf } from './rules/suspicion.ts'
import { tierOutlines } from './rules/tier-outlines.ts'

/** What is known of the town that boundaries come into. */
export interface Surroundings {
  /** Parts of the region as closed rings of degrees. */
  outline: LngLat[][][]
  /** Whether the outline is only the box around the town. */
  isRough: boolean
  /** The towns beside and the area above, with their parts as closed rings of degrees. */
  bounds: (Pick<Bound, 'rank' | 'name'> & { parts: LngLat[][][] })[]
  /** Polygons that are there: a JSON list of their coordinates in degrees. */
  present: string
  center: LngLat
  /** Codes of the grids that are divided already. */
  divided: string[]
}

export interface PrepareJob {
  /** A file to read, or what an earlier reading gave. */
  from: { path: string; encoding?: TextEncoding | undefined } | { source: Uint8Array }
  /** What a person said the coordinates are. */
  crs: Crs | null
  /** Which field says what; null: those that probably do. */
  fields: FieldMap | null
  options: CleanOptions
  answers: Answers
  around: Surroundings
}

/** What is kept of a file besides its rows. */
export interface Prepared extends Omit<RawBoundaries, 'features' | 'crs' | 'saysWinding'> {
  rows: number
  sample: RawBoundaries['features'][number]['values'][]
  crs: Crs | null
  question: CrsQuestion | null
  defects: Defect[]
  reports: FaceReport[]
  faces: number
  fieldMap: FieldMap
  tiers: number
  townTiers: number
  faults: RowProblem[]
  /** Rows as read, packed. */
  source: Uint8Array
  /** Cleaned faces with what the file says of each, packed; empty as long as the coordinates are not known. */
  cleaned: Uint8Array
}

type Values = RawBoundaries['features'][number]['values']

/** A cleaned face with the values of its row. */
export interface TakenFace extends CleanFace {
  values: Values
}

/** A row that others lie in, with the outline that they give it. */
export type TakenTier = Pick<TakenFace, 'row' | 'piece' | 'polygon' | 'values'>

interface Packed {
  faces: TakenFace[]
  tiers: TakenTier[]
  grounds: DefectGround[]
}

const mostDefects = 20_000
const sampled = 5
const mostFaults = 200

/**
 * Reads a file of boundaries, or takes up what was read, places it on the earth and cleans it.
 * @throws Refusal `invalid` naming the row, the field and what to do
 */
export async function prepare(job: PrepareJob, hear: Tell = () => undefined): Promise<Prepared> {
  const tell = inSteps(hear)
  const { from, crs, fields, options, answers, around } = job
  tell({ step: 'reading', share: 0.05 })
  const raw =
    'path' in from ? await readBoundaries(await readFile(from.path), from.encoding) : unpacked(from.source)
  const { features, crs: said, saysWinding, ...kept } = raw
  tell({ step: 'reading', share: 0.12 })
  const asked = crs
    ? null
    : questionOf({ said, positions: positionsOf(raw), present: presentOf(around), center: around.center })
  tell({ step: 'reading', share: 0.16 })
  const known = crs ?? (asked ? null : (said ?? 'EPSG:4326'))
  const fieldMap = fields ?? likelyFields(raw.fields)
  const tree = treeOf(features, { map: fieldMap, standing: new Set(around.divided) })
  const over = new Set(tree.over.values())
  const base = {
    ...kept,
    crsName: plainText(kept.crsName),
    encoding: plainText(kept.encoding),
    rows: features.length + kept.problems.length,
    sample: features.slice(0, sampled).map(({ values }) => values),
    crs: known,
    question: asked,
    ...{
      fieldMap,
      tiers: over.size,
      townTiers: around.divided.length,
      faults: tree.faults.slice(0, mostFaults),
    },
    source: 'source' in from ? from.source : gzipSync(JSON.stringify(raw)),
  }
  const placing = known && placingOf(known)
  if (known && !placing) throw unknown(known)
  if (!placing) return { ...base, defects: [], reports: [], faces: 0, cleaned: new Uint8Array() }
  tell({ step: 'placing', share: 0.25 })
  const placed = placeFaces(features, placing)
  tell({ step: 'cleaning', share: 0.3 })
  const faces = placed.faces.filter(({ row }) => !over.has(row))
  if (faces.length === 0) throw nothingLeft(placed.problems[0] ?? tree.faults[0])
  const { isRough } = around
  const outline = around.outline.map(rings => rings.map(ringOf))
  const bounds = around.bounds.map(each => ({ ...each, parts: each.parts.map(rings => rings.map(ringOf)) }))
  const { collapsed, problems } = placed
  const told = (share: number) => tell({ step: 'cleaning', share: 0.3 + 0.55 * share })
  const given = { faces, options, answers, outline, isRough, bounds, saysWinding, collapsed }
  const cleaned = cleanly({ ...given, tell: told })
  if (cleaned.defects.length > mostDefects) throw tooMessy(cleaned.defects.length)
  tell({ step: 'cleaning', share: 0.85 })
  const drawn = placed.faces.filter(({ row }) => over.has(row))
  const above = tierOutlines({ tree, drawn, faces: cleaned.faces, options })
  const values = new Map(features.map(feature => [feature.row, feature.values]))
  const valued = <T extends { row: number }>(each: T) => ({ ...each, values: values.get(each.row) ?? {} })
  const tiers = above.outlines.map((each): TakenTier => ({ ...valued(each), piece: 1 }))
  tell({ step: 'keeping', share: 0.95 })
  const packed: Packed = { faces: cleaned.faces.map(valued), tiers, grounds: cleaned.grounds }
  return {
    ...base,
    problems: [...kept.problems, ...problems].sort((p, q) => p.row - q.row),
    faults: [...tree.faults, ...above.faults].sort((p, q) => p.row - q.row).slice(0, mostFaults),
    defects: cleaned.defects,
    reports: cleaned.reports,
    faces: cleaned.faces.length,
    cleaned: gzipSync(JSON.stringify(packed)),
  }
}

/** Tells of every percent once. */
function inSteps(tell: Tell): Tell {
  let told = -1
  return ({ step, share }) => {
    const percent = Math.floor(share * 100)
    if (percent <= told) return
    told = percent
    tell({ step, share })
  }
}

/** What this program itself packed. */
const unpacked = (source: Uint8Array): RawBoundaries => JSON.parse(gunzipSync(source).toString('utf8'))

/** The cleaned faces, the rows that others lie in, and the ground of the defects. */
export function unpackedCoverage(cleaned: Uint8Array): Packed {
  const packed: Partial<Packed> | TakenFace[] =
    cleaned.length === 0 ? [] : JSON.parse(gunzipSync(cleaned).toString('utf8'))
  // Files that were read by earlier versions were kept as a list of faces, or without the ground of defects.
  const nothing = { faces: [], tiers: [], grounds: [] }
  return Array.isArray(packed) ? { ...nothing, faces: packed } : { ...nothing, ...packed }
}

export const unpackedFaces = (cleaned: Uint8Array): TakenFace[] => unpackedCoverage(cleaned).faces

const positionsOf = ({ features }: RawBoundaries) => features.flatMap(({ parts }) => parts.flat(2))

const ringOf = (ring: readonly LngLat[]): Spot[] => ring.slice(0, -1).map(spotOf)

/** What `surroundingsOf` wrote: polygons as rings of degrees. */
function presentOf({ present }: Surroundings): Spot[][] {
  const polygons: LngLat[][][] = JSON.parse(present)
  return polygons.flatMap(rings => rings.map(ringOf))
}

function cleanly(input: Parameters<typeof clean>[0]): ReturnType<typeof clean> {
  try {
    return clean(input)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw invalid('geometry', {
      zh: '边界互相缠绕，无法整理；请先在 GIS 软件中修复几何，或按区域拆分后导入',
      en: 'The boundaries are too entangled to be cleaned; repair them in a GIS or import them area by area',
    })
  }
}

const unknown = (crs: Crs) =>
  invalid('crs', {
    zh: `不能换算坐标系 ${crs}；可用 WGS 84、CGCS2000（经纬度或高斯投影）、GCJ-02、BD-09`,
    en: `The coordinate system ${crs} cannot be placed; WGS 84, CGCS2000 (degrees or Gauss-Kruger), GCJ-02 and BD-09 can`,
  })

const nothingLeft = (first: Prepared['problems'][number] | undefined) =>
  invalid(first ? `row ${first.row}: ${first.path}` : 'file', {
    zh: `没有一行可用${first ? `；第 ${first.row} 行：${first.message.zh}` : ''}`,
    en: `No row can be used${first ? `; row ${first.row}: ${first.message.en}` : ''}`,
  })

const tooMessy = (count: number) =>
  invalid('geometry', {
    zh: `有 ${count} 处缺陷，超过 ${mostDefects} 处的上限；请核对坐标系，或按区域拆分后导入`,
    en: `There are ${count} defects, over the limit of ${mostDefects}; check the coordinate system or import area by area`,
  })
