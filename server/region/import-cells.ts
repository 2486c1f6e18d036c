import { stat } from 'node:fs/promises'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { conflict, invalid, missing, Refusal } from '../errors.ts'
import { CellReader, type RowProblem } from './cell-reader.ts'
import { fillDirectly, fillStaged, isStaged } from './fill-cells.ts'
import type { Bbox } from './place.ts'

export interface CellsInput {
  path: string
  /** Code of the town whose cells these are. */
  town: string
  /** Takes the place of the cells that the town has. */
  replace?: boolean
  /** Leaves out rows that are wrong and keeps the others. */
  keepGood?: boolean
}

export interface CellsSummary {
  townId: number
  cells: number
  /** Rows left out, the first of them named. */
  refused: number
  problems: RowProblem[]
  replaced: number
  seconds: number
}

interface Options {
  kind: 'postgres' | 'embedded'
  progress(step: 'cells' | 'done', share: number): void
  signal: AbortSignal
}

/**
 * Reads a town's cells from lines of GeoJSON, checking shape, size and validity of each. All in one transaction:
 * what fails or is stopped leaves nothing behind.
 * @throws Refusal `invalid` naming the rows at fault, `missing` without such a town, `conflict` where cells are
 */
export async function importCells(
  context: Context,
  input: CellsInput,
  options: Options,
): Promise<CellsSummary> {
  const started = performance.now()
  const file = await stat(input.path).catch(() => null)
  if (!file?.isFile()) {
    throw invalid('path', { zh: `读不到文件 ${input.path}`, en: `Cannot read the file ${input.path}` })
  }
  const summary = await change(context, async inside => {
    const town = await townOf(inside, input.town)
    allow(context.actor, 'region.import', { world: context.world, townId: null })
    const reader = new CellReader(input.path, {
      townId: town.id,
      signal: options.signal,
      progress: bytes => options.progress('cells', Math.min(0.9, (bytes / Math.max(1, file.size)) * 0.9)),
      stopAt: input.keepGood ? Infinity : mostNamed,
    })
    const replaced = await makeRoom(inside, town, input)
    const fill = options.kind === 'postgres' && isStaged(file.size) ? fillStaged : fillDirectly
    await fill(inside, { reader, kind: options.kind, judge: () => judge(reader, input) })
    await enlarge(inside, town.id, reader.bounds)
    inside.record({
      verb: 'import-cells',
      noun: 'region',
      id: town.id,
      version: town.version,
      townId: town.id,
      after: { code: input.town, name: town.name, cells: reader.count, refused: reader.refused, replaced },
    })
    const { count: cells, refused, problems } = reader
    return { townId: town.id, cells, refused, problems, replaced }
  })
  options.progress('done', 1)
  return { ...summary, seconds: Math.round((performance.now() - started) / 100) / 10 }
}

const mostNamed = 50

/** Called when all rows are read and before any is seen. */
function judge(reader: CellReader, { keepGood = false }: CellsInput): void {
  const { problems, refused, count } = reader
  if (count === 0 && refused === 0) {
    throw invalid('path', { zh: '文件里没有单元格', en: 'The file has no cells' })
  }
  if (refused === 0 || (keepGood && count > 0)) return
  const errors = problems.map(({ row, path, message }) => ({
    path: `row ${row}: ${path}`,
    message: { zh: `第 ${row} 行：${message.zh}`, en: `row ${row}: ${message.en}` },
  }))
  const first = errors[0]?.message ?? { zh: '', en: '' }
  const words = {
    zh: `有不合格的行，未导入任何内容（加 --keep-good 可只导入合格的行）。${first.zh}`,
    en: `Some rows are wrong; nothing was imported (--keep-good keeps the others). ${first.en}`,
  }
  throw new Refusal('invalid', words, { errors })
}

interface Town {
  id: number
  name: string
  version: number
}

async function townOf({ sql }: Inside, code: string): Promise<Town> {
  const [town] = await sql<Town[]>`
    select id, name, version from regions where code = ${code} and ready and town_id is null`
  if (!town)
    throw missing({ zh: `没有代码为 ${code} 的地区`, en: `There is no region with the code ${code}` })
  return town
}

async function makeRoom({ sql }: Inside, { id }: Town, { replace = false }: CellsInput): Promise<number> {
  const [held] = await sql<
    { count: number }[]
  >`select count(*)::int as count from cells where town_id = ${id}`
  const count = held?.count ?? 0
  if (count > 0 && !replace) {
    const words = {
      zh: `该地区已有 ${count} 个单元格；加 --replace 以新换旧`,
      en: `The region has ${count} cells already; --replace puts the new ones in their place`,
    }
    throw conflict(words)
  }
  if (count > 0) await sql`delete from cells where town_id = ${id}`
  return count
}

/** A region reaches as far as its cells do. */
async function enlarge({ sql }: Inside, townId: number, [west, south, east, north]: Bbox): Promise<void> {
  await sql`
    update regions set west = least(west, ${west}), south = least(south, ${south}),
      east = greatest(east, ${east}), north = greatest(north, ${north})
    where id = ${townId}`
}
