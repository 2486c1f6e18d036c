import type { Grid } from '../../grid/grid.ts'
import { buildCoverage } from '../../grid/rules/build-coverage.ts'
import type { Coverage } from '../../grid/rules/coverage.ts'
import type { Both } from '../../region/place.ts'
import { type Spot, spotOf } from '../../region/rules/lattice.ts'
import type { Ground } from '../cut-ground.ts'
import type { Load } from '../find-load.ts'
import type { MapLine, Partition, PartitionInput } from '../partition.ts'
import { amountsOf, Burden, Pieces } from './amounts.ts'
import { balance, type Holders } from './balance.ts'
import { type Blocks, makeBlocks, partsOf, sumOf } from './blocks.ts'
import { divide } from './divide.ts'
import { type Drawn, drawBalance, drawPartition } from './edits.ts'
import { Marks } from './marks.ts'
import { scoreOf, squareMetersOf } from './score.ts'

/** What a suggestion needs to know of a grid. */
export type SketchedGrid = Pick<Grid, 'id' | 'regionId' | 'parentId' | 'level' | 'retiredAt' | 'polygon'>

/** Grids of one village and their ground; a division never crosses the boundary of a village. */
export interface Area {
  regionId: number
  faces: SketchedGrid[]
  ground: Ground[]
}

/** Everything a suggestion is made of, read before. */
export interface Sketch {
  input: PartitionInput
  /** All grids of the coverage, so that neighbours outside the areas follow as well. */
  grids: SketchedGrid[]
  areas: Area[]
  load: Load[]
  marks: MapLine[]
}

interface Paper {
  given: Sketch
  coverage: Coverage
  priceOf: Marks['priceOf']
  burden: Burden
  notes: Both[]
  /** Grids that could not be made, over all areas. */
  missing: number
}

/** Divides or balances, draws that on the town's coverage and judges what came of it. */
export function sketch(given: Sketch): Partition {
  const { coverage } = buildCoverage(given.grids)
  coverage.setParents(new Map(given.grids.map(grid => [grid.id, grid.regionId])))
  coverage.setAbove(given.grids.map(grid => [grid.id, grid.parentId] as const))
  const marks = new Marks(given.marks)
  const priceOf = (a: Spot, b: Spot) => marks.priceOf(a, b)
  const burden = new Burden(given.load, given.input)
  const paper: Paper = { given, coverage, priceOf, burden, notes: [], missing: 0 }
  const ids = given.areas.flatMap(area => area.faces.map(grid => grid.id))
  const before = judge(paper, ids)
  const amounts = given.areas.map(area => areaAmounts(paper, area))
  const totals = amounts.map(each => sumOf(each, each.keys()))
  const total = totals.reduce((sum, each) => sum + each, 0)
  paper.notes.push(...aimNotes(given.input, totals))
  const drawn = given.areas.map((area, i) =>
    draw(paper, { area, amounts: amounts[i] ?? new Float64Array(), total }),
  )
  const refused = drawn.reduce((sum, each) => sum + each.refused, 0)
  const edits = drawn.flatMap(each => each.edits)
  if (refused > 0) paper.notes.push(words.refused(refused))
  if (paper.missing > 0) paper.notes.push(words.missing(paper.missing))
  if (edits.length === 0) paper.notes.push(words.nothing)
  const after = judge(paper, [
    ...ids.filter(id => coverage.has(id)),
    ...coverage.faceIds.filter(id => id < 0),
  ])
  return {
    edits,
    grids: after.grids,
    before: before.score,
    after: after.score,
    blocks: given.areas.reduce((sum, area) => sum + area.ground.length, 0),
    notes: paper.notes,
  }
}

function judge({ coverage, priceOf, burden }: Paper, ids: number[]) {
  const polygons = ids.map(id => coverage.polygonOf(id))
  const squareMeters = Float64Array.from(ids, id => squareMetersOf(coverage, id))
  const amounts = amountsOf(new Pieces(polygons), squareMeters, burden)
  const grids = ids.map((face, i) => ({
    face,
    polygon: coverage.polygonOf(face),
    amount: Math.round((amounts[i] ?? 0) * 10) / 10,
    areaSquareMeters: Math.round(squareMeters[i] ?? 0),
  }))
  return { grids, score: scoreOf({ coverage, faces: ids, amounts, priceOf }) }
}

function areaAmounts({ burden }: Paper, { ground }: Area): Float64Array {
  const squareMeters = Float64Array.from(ground, each => each.squareMeters)
  return amountsOf(new Pieces(ground.map(({ polygon }) => polygon)), squareMeters, burden)
}

/** What in the target cannot be met, whatever the lines. */
export function aimNotes({ kind, count, each }: PartitionInput, totals: readonly number[]): Both[] {
  const total = totals.reduce((sum, own) => sum + own, 0)
  if (total <= 0) return [words.empty]
  if (kind === 'balance') return []
  const notes: Both[] = []
  if (each !== undefined && totals.some(own => own < each)) notes.push(words.tooMuch)
  if (count !== undefined && count < totals.length) notes.push(words.villages(totals.length))
  return notes
}

interface Drawing {
  area: Area
  amounts: Float64Array
  /** Of the measure over all areas. */
  total: number
}

function draw(paper: Paper, drawing: Drawing): Drawn {
  const { area, amounts } = drawing
  const polygons = area.ground.map(({ polygon }) => polygon)
  const blocks = makeBlocks({ polygons, amounts, priceOf: paper.priceOf })
  return paper.given.input.kind === 'balance'
    ? balanced(paper, area, blocks)
    : divided(paper, blocks, drawing)
}

function divided(paper: Paper, blocks: Blocks, { area, total }: Drawing): Drawn {
  const { given, coverage, notes } = paper
  const all = new Set(blocks.amounts.keys())
  const [whole = [], ...others] = partsOf(blocks, all)
  if (others.length > 0) notes.push(words.apart)
  const own = sumOf(blocks.amounts, all)
  const { count: asked, each } = given.input
  const wanted = Math.max(1, Math.round(asked ? (asked * own) / Math.max(total, 1e-9) : own / (each ?? own)))
  const count = Math.min(wanted, whole.length)
  if (count < wanted) notes.push(words.coarse(whole.length))
  const { strokes, missing } = divide(blocks, new Set(whole), count)
  paper.missing += missing
  return drawPartition(
    coverage,
    area.faces.map(grid => grid.id),
    strokes,
  )
}

/** The blocks of each grid at the start are those that lie in it. */
function balanced({ coverage }: Paper, { faces, ground }: Area, blocks: Blocks): Drawn {
  const pieces = new Pieces(faces.map(grid => coverage.polygonOf(grid.id)))
  const holders: Holders = new Map(faces.map(grid => [grid.id, new Set<number>()]))
  for (const block of blocks.amounts.keys()) {
    const grid = faces[pieces.at(spotOf(ground[block]?.inside ?? [0, 0])) ?? -1]
    if (grid) holders.get(grid.id)?.add(block)
  }
  return drawBalance(coverage, blocks, balance(blocks, holders))
}

const words = {
  refused: (count: number): Both => ({
    zh: `有 ${count} 处改动会破坏网格拓扑，没有列入建议`,
    en: `${count} changes would break the coverage and are left out`,
  }),
  nothing: {
    zh: '没有找到更好的划分：可以多选几类道路，或换一个目标',
    en: 'No better division was found: choose more kinds of road, or another target',
  },
  apart: {
    zh: '所选网格不连成一片，只划分了最大的一片',
    en: 'The chosen grids do not hang together; only the largest part is divided',
  },
  empty: {
    zh: '所选范围内没有可按此项计算的数据，请改按面积',
    en: 'Nothing in the chosen area counts by this measure; divide by area instead',
  },
  tooMuch: {
    zh: '每格的目标比整个村居还大：这样的村居只划成一个网格',
    en: 'Each grid shall hold more than a whole village does: such a village becomes one grid',
  },
  villages: (count: number): Both => ({
    zh: `网格不跨村居：所选范围有 ${count} 个村居，至少要 ${count} 个网格`,
    en: `A grid never crosses villages: the ${count} villages chosen take at least ${count} grids`,
  }),
  coarse: (blocks: number): Both => ({
    zh: `这些线只围出 ${blocks} 块，分不出更多网格；可以多选几类道路，或改用方格`,
    en: `These lines enclose only ${blocks} blocks; choose more kinds of road, or a net of squares`,
  }),
  missing: (count: number): Both => ({
    zh: `有 ${count} 个网格没有分出来：剩下的街区切开后会断成几片`,
    en: `${count} grids could not be made: what is left would fall apart when cut`,
  }),
}
