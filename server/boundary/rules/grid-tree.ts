import type { Words } from '../../errors.ts'
import type { FieldMap, RowProblem } from '../boundary.ts'
import { type Named, namedFaces } from './name-faces.ts'

type Level = 'first' | 'second' | 'micro'

/** What a row of a file says, before its ground is looked at. */
interface TreeRow {
  row: number
  values: Parameters<typeof namedFaces>[0][number]['values']
}

/** Who lies in whom by a file. */
export interface GridTree {
  /** Rows that others lie in, by their code: they are outlines, not ground of their own. */
  over: ReadonlyMap<string, number>
  /** The code of the grid above each row that lies in one. */
  aboveOf: ReadonlyMap<number, string>
  faults: RowProblem[]
}

const levels: readonly Level[] = ['first', 'second', 'micro']
const levelWords: Record<Level, RegExp> = {
  first: /^(first|一级(网格)?|网格)$/i,
  second: /^(second|二级(网格)?)$/i,
  micro: /^(micro|三级(网格)?|微(网格)?)$/i,
}

/** The level that a word of a file means, or null. */
export const levelOf = (word: string): Level | null =>
  levels.find(level => levelWords[level].test(word)) ?? null

export const lowerLevel = (level: Level): Level | null => levels[levels.indexOf(level) + 1] ?? null

/**
 * Reads who lies in whom. A grid that a row names as above is another row of the file, or one of the codes that
 * `standing` has: those of grids of the town that are divided already.
 */
export function treeOf(
  rows: readonly TreeRow[],
  { map, standing }: { map: FieldMap; standing: ReadonlySet<string> },
): GridTree {
  if (map.above === null || map.code === null) return { over: new Map(), aboveOf: new Map(), faults: [] }
  const named = namedFaces(
    rows.map(row => ({ ...row, piece: 1 })),
    map,
  )
  const rowsByCode = new Map(named.filter(({ code }) => code !== '').map(each => [each.code, each]))
  const below = named.filter(({ above }) => above !== '')
  const wanted = new Set(below.map(({ above }) => above))
  const over = new Map(
    [...rowsByCode].filter(([code]) => wanted.has(code)).map(([code, { row }]) => [code, row]),
  )
  const reader = new Reader(rowsByCode, standing)
  return {
    over,
    aboveOf: new Map(below.map(({ row, above }) => [row, above])),
    faults: named.flatMap(each => {
      const message = reader.faultOf(each)
      return message ? [{ row: each.row, path: map.above ?? '', message }] : []
    }),
  }
}

class Reader {
  readonly #rows: ReadonlyMap<string, Named & { row: number }>
  readonly #standing: ReadonlySet<string>

  constructor(rows: ReadonlyMap<string, Named & { row: number }>, standing: ReadonlySet<string>) {
    this.#rows = rows
    this.#standing = standing
  }

  /** Every grid above a row that the file has, the next first; one that comes again ends it. */
  #pathOf({ above, code }: Named): Named[] {
    const path: Named[] = []
    const seen = new Set([code])
    for (let at = above; at !== '' && !seen.has(at); ) {
      const next = this.#rows.get(at)
      if (!next) break
      seen.add(at)
      path.push(next)
      at = next.above
    }
    return path
  }

  faultOf(row: Named): Words | null {
    const { above, code, parent, level } = row
    if (above === '') return null
    const [next, ...more] = this.#pathOf(row)
    if (above === code || [next, ...more].some(each => each?.above === code && code !== ''))
      return words.itself(above)
    if (!next) return this.#standing.has(above) ? null : words.missing(above)
    if (parent !== '' && next.parent !== '' && parent !== next.parent)
      return words.elsewhere({ above, theirs: next.parent, own: parent })
    const top = more[more.length - 1] ?? next
    const isRooted = top.above === ''
    const start = levelOf(top.level) ?? 'first'
    const depth = levels.indexOf(start) + more.length + 1
    if (depth >= levels.length) return words.deepest
    const [said, is] = [levelOf(level), levels[depth]]
    return isRooted && said !== null && is !== undefined && said !== is ? words.level({ level, is }) : null
  }
}

const called: Record<Level, string> = { first: '一级网格', second: '二级网格', micro: '微网格' }

const words = {
  missing: (above: string): Words => ({
    zh: `上级网格 ${above} 在文件里没有，本地区也没有划分过这个编码的网格；请补上这一行，或清空上级网格编码`,
    en: `The grid above, ${above}, is no row of the file and no divided grid here; add its row or leave the field empty`,
  }),
  itself: (above: string): Words => ({
    zh: `上级网格 ${above} 绕回到自己，请改正上级网格编码`,
    en: `By way of ${above} the grid lies in itself; correct the code of the grid above`,
  }),
  elsewhere: ({ above, theirs, own }: { above: string; theirs: string; own: string }): Words => ({
    zh: `上级网格 ${above} 属于${theirs}，这一行写的是${own}；上下级必须同属一个村、社区`,
    en: `The grid above, ${above}, is in ${theirs} but this row says ${own}; both must be in one village`,
  }),
  deepest: {
    zh: '微网格以下不能再有下级；最多三级：一级、二级、微网格',
    en: 'Nothing lies below a micro grid; there are three levels: first, second, micro',
  },
  level: ({ level, is }: { level: string; is: Level }): Words => ({
    zh: `级别写的是“${level}”，按上级网格应是${called[is]}；请改正级别或上级网格编码`,
    en: `The level says “${level}”, but by the grid above it is ${is}; correct the one or the other`,
  }),
}
