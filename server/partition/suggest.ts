import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { invalid } from '../errors.ts'
import { gridsWhere } from '../grid/find.ts'
import type { Grid } from '../grid/grid.ts'
import { inCoverage } from '../grid/rules/leaves.ts'
import type { Bbox } from '../region/place.ts'
import { cutGround } from './cut-ground.ts'
import { drawAside } from './draw-aside.ts'
import { findLoad } from './find-load.ts'
import { LineKind, type Partition, type PartitionInput } from './partition.ts'
import { netOver } from './rules/net.ts'
import type { Area, Sketch } from './rules/sketch.ts'
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

const gather = (context: Context, input: PartitionInput, lines: TownLines | null): Promise<Sketch> =>
  read(context, async ({ sql, actor, world }) => {
    const { townId } = input
    allow(actor, 'grid.edit', { world, townId })
    const grids = inCoverage(await gridsWhere(sql, sql`where r.town_id = ${townId} order by r.id`))
    const faces = grids.filter(grid => input.faces.includes(grid.id))
    refuseOthers(input, faces)
    const marks = lines?.within(boxOf(faces), LineKind.options) ?? []
    const cuts =
      input.along.by === 'net'
        ? netOver(boxOf(faces), input.along)
        : marks
            .filter(({ kind }) => input.along.by === 'lines' && input.along.kinds.includes(kind))
            .map(each => each.line)
    const areas: Area[] = []
    for (const regionId of new Set(faces.map(grid => grid.regionId))) {
      const own = faces.filter(grid => grid.regionId === regionId)
      const polygons = own.map(grid => grid.polygon)
      const ground = await cutGround(sql, { faces: polygons, lines: cuts, rims: input.kind === 'balance' })
      areas.push({ regionId, faces: own, ground })
    }
    const pieces = areas.reduce((sum, area) => sum + area.ground.length, 0)
    if (pieces > mostBlocks) throw invalid('along', tooFine(pieces))
    const load = await findLoad(sql, { townId, grids: faces.map(grid => grid.id) })
    return { input, grids, areas, load, marks }
  })

function refuseOthers({ faces }: PartitionInput, found: Grid[]): void {
  const missing = faces.find(id => !found.some(grid => grid.id === id))
  if (missing !== undefined) throw invalid('faces', notHere(missing))
}

const boxOf = (grids: Grid[]): Bbox =>
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
