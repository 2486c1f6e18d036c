import type { Sql } from 'postgres'
import { type Context, change } from '../context.ts'
import { standingEdition } from '../edition/find.ts'
import { keepEdition } from '../edition/keep.ts'
import { mapsAt } from '../edition/past-map.ts'
import { binCells } from '../risk/cells.ts'
import { loadOutlines } from '../risk/load.ts'

const dayMs = 86_400_000

const signed = [
  { daysAgo: 290, name: '首版四色图（试行）', note: '安全生产领域首轮评估完成' },
  { daysAgo: 185, name: '汛前四色图', note: '补充自然灾害与公共卫生风险' },
  { daysAgo: 95, name: '年中四色图', note: '四个领域全部纳入' },
]

/** The editions of the past year, each computed from what had been assessed by then. The journal starts after them. */
export async function foundEditions(context: Context, townId: number, sql: Sql = context.sql): Promise<void> {
  const cells = binCells(await loadOutlines(sql, townId))
  await change(context, async inside => {
    for (const { daysAgo, name, note } of signed) {
      const at = new Date(inside.now.getTime() - daysAgo * dayMs)
      const cut = { at, sequence: null }
      const { maps, past } = await mapsAt(inside.sql, { townId, cells, cut })
      const previous = await standingEdition(inside.sql, townId)
      await keepEdition(inside.sql, {
        ...{ townId, name, note, cut, cells, past, maps },
        signedAt: at,
        signedBy: '许建平',
        previousId: previous?.id ?? null,
      })
    }
  })
}
