import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { invalid } from '../errors.ts'
import { inCoverage } from '../grid/rules/leaves.ts'
import type { Bbox, LineString } from '../region/place.ts'
import { cutGround, type Ground } from './cut-ground.ts'
import { drawAside } from './draw-aside.ts'
import { findLoad, type Load } from './find-load.ts'
import { LineKind, type Partition, type PartitionInput } from './partition.ts'
import { netOver } from './rules/net.ts'
import type { Area, Sketch, SketchedGrid } from './rules/sketch.ts'
import type { TownLines } from './town-lines.ts'

const mostBlocks = 6000

/**
 * Suggests how an area could be divided into grids; changes nothing.
 * @param lines of the town's map, null where it has none
 * @throws Refusal `invalid` naming the field; `forbidden`
 */
export async function suggest(
  context: Context,
  input: PartitionInput,
  lines: TownLines | null,
): Promise<Partition> {
  return drawAside.draw(await gather(context, input, lines))
}

/** Each reading by itself: an embedded database answers nobody else as long as a transaction is open. */
async function gather(context: Context, input: PartitionInput, lines: TownLines | null): Promise<Sketch> {
  const { townId } = input
  const grids = await read(context, async ({ sql, actor, world }) => {
    allow(actor, 'grid.edit', { world, townId })
    return inCoverage<SketchedGrid>(await groundGrids(sql, townId))
  })
  const chosen = new Set(input.faces)
  const faces = grids.filter(grid => chosen.has(grid.id))
  refuseOthers(input, faces)
  const marks = lines?.within(boxOf(faces), LineKind.options) ?? []
  const cuts =
    input.along.by === 'net'
      ? netOver(boxOf(faces), input.along)
      : marks
          .filter(({ kind }) => input.along.by === 'lines' && input.along.kinds.includes(kind))
          .map(each => each.line)
  const areas: Area[] = []
  const load: Load[] = []
  for (const regionId of new Set(faces.map(grid => grid.regionId))) {
    const own = faces.filter(grid => grid.regionId === regionId)
    areas.push({ regionId, faces: own, ground: await groundOf(context, { input, own, cuts }) })
    const ids = own.map(grid => grid.id)
    load.push(...(await read(context, ({ sql }) => findLoad(sql, { townId, grids: ids }))))
  }
  const pieces = areas.reduce((sum, area) => sum + area.ground.length, 0)
  if (pieces > mostBlocks) throw invalid('along', tooFine(pieces))
  return { input, grids, areas, load, marks }
}

const groundGrids = (sql: TransactionSql, townId: number) => sql<SketchedGrid[]>`
  select id, region_id as "regionId", parent_id as "parentId", level, null as "retiredAt",
    ST_AsGeoJSON(geom, 7)::json as polygon
  from grids where town_id = ${townId} and retired_at is null order by id`

/** The ground of one village between the lines that come near it. */
function groundOf(
  context: Context,
  { input, own, cuts }: { input: PartitionInput; own: SketchedGrid[]; cuts: LineString[] },
): Promise<Ground[]> {
  const near = boxOf(own)
  const lines = cuts.filter(line => meets(near, line))
  const faces = own.map(grid => grid.polygon)
  return read(context, ({ sql }) => cutGround(sql, { faces, lines, rims: input.kind === 'balance' }))
}

function meets([west, south, east, north]: Bbox, { coordinates }: LineString): boolean {
  const [xs, ys] = [coordinates.map(([x]) => x), coordinates.map(([, y]) => y)]
  return (
    Math.min(...xs) <= east && Math.max(...xs) >= west && Math.min(...ys) <= north && Math.max(...ys) >= south
  )
}

function refuseOthers({ faces }: PartitionInput, found: SketchedGrid[]): void {
  const missing = faces.find(id => !found.some(grid => grid.id === id))
  if (missing !== undefined) throw invalid('faces', notHere(missing))
}

const boxOf = (grids: SketchedGrid[]): Bbox =>
  grids
    .flatMap(grid => grid.polygon.coordinates.flat())
    .reduce<Bbox>(
      ([west, south, east, north], [lng, lat]) => [
        Math.min(west, lng),
        Math.min(south, lat),
        Math.max(east, lng),
        Math.max(north, lat),
      ],
      [180, 90, -180, -90],
    )

const notHere = (id: number) => ({
  zh: `网格 ${id} 不在这个地区的网格图层里，请重新选择`,
  en: `Grid ${id} is not among the grids of this town; choose again`,
})

const tooFine = (count: number) => ({
  zh: `这些线把区域切成 ${count} 块，超过 ${mostBlocks} 块的上限；请少选几类道路，或缩小范围`,
  en: `These lines cut the area into ${count} pieces, more than ${mostBlocks}; choose fewer kinds of road or a smaller area`,
})
