import { stat } from 'node:fs/promises'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { invalid, Refusal } from '../errors.ts'
import { CellReader, type RowProblem } from './cell-reader.ts'
import { dropSet, enforceSet, makeSet, type NewSet } from './cell-sets.ts'
import { fillDirectly, fillInSlices, fillStaged, isStaged } from './fill-cells.ts'

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
 * Reads a town's cells from lines of GeoJSON, checking shape, size and validity of each, into a set of their own that
 * takes the place of the one before at the end, all at once: what fails or is stopped leaves nothing behind.
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
  const asked = { input, options, bytes: file.size }
  const found =
    options.kind === 'postgres' ? await importAtOnce(context, asked) : await importInSlices(context, asked)
  options.progress('done', 1)
  return { ...found, seconds: Math.round((performance.now() - started) / 100) / 10 }
}

interface Asked {
  input: CellsInput
  options: Options
  /** Of the file. */
  bytes: number
}
type Found = Omit<CellsSummary, 'seconds'>

/** One transaction: other connections go on meanwhile. */
const importAtOnce = (context: Context, asked: Asked): Promise<Found> =>
  change(context, async inside => {
    const set = await begin(inside, asked.input)
    const reader = readerOf(set, asked)
    const fill = isStaged(asked.bytes) ? fillStaged : fillDirectly
    await fill(inside, { reader, setNumber: set.number, judge: () => judge(reader, asked.input) })
    return finish(inside, { set, reader, input: asked.input })
  })

/** Many short transactions; a process that dies between them leaves a set that was never in force, which is swept. */
async function importInSlices(context: Context, asked: Asked): Promise<Found> {
  const { input } = asked
  const set = await change(context, inside => begin(inside, input))
  try {
    const reader = readerOf(set, asked)
    await fillInSlices(work => change(context, ({ sql }) => work(sql)), { reader, setNumber: set.number })
    judge(reader, input)
    return await change(context, inside => finish(inside, { set, reader, input }))
  } catch (error) {
    await dropSet(context.sql, set)
    throw error
  }
}

async function begin(inside: Inside, input: CellsInput): Promise<NewSet> {
  const { actor, world } = inside
  allow(actor, 'region.import', { world, townId: null })
  return makeSet(inside, { code: input.town, replace: input.replace ?? false })
}

const readerOf = ({ townId }: NewSet, { input, options, bytes }: Asked) =>
  new CellReader(input.path, {
    townId,
    signal: options.signal,
    progress: read => options.progress('cells', Math.min(0.9, (read / Math.max(1, bytes)) * 0.9)),
    stopAt: input.keepGood ? Infinity : mostNamed,
  })

/** Puts the set in force and says so in the journal. */
async function finish(
  inside: Inside,
  { set, reader, input }: { set: NewSet; reader: CellReader; input: CellsInput },
): Promise<Found> {
  const { townId, name, version, replaced } = set
  const { count: cells, refused, problems, bounds } = reader
  await enforceSet(inside, { set, cells, bounds })
  inside.record({
    verb: 'import-cells',
    noun: 'region',
    id: townId,
    version,
    townId,
    after: { code: input.town, name, cells, refused, replaced, set: set.number },
  })
  return { townId, cells, refused, problems, replaced }
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
