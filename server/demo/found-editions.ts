import type { Context } from '../context.ts'
import { findEditions } from '../edition/find.ts'
import { signEdition } from '../edition/sign.ts'

const dayMs = 86_400_000

const signed = [
  { daysAgo: 290, name: '首版四色图（试行）', note: '安全生产领域首轮评估完成' },
  { daysAgo: 185, name: '汛前四色图', note: '补充自然灾害与公共卫生风险' },
  { daysAgo: 95, name: '年中四色图', note: '四个领域全部纳入' },
]

/**
 * Signs the editions of the past year, each at its own time and of what had been assessed by then. Those that an
 * earlier telling signed are left as they are.
 */
export async function signEditions(context: Context, townId: number): Promise<void> {
  const known = new Set((await findEditions(context, { town: townId })).map(({ name }) => name))
  const { world } = context
  for (const { daysAgo, name, note } of signed) {
    if (known.has(name)) continue
    const at = new Date(Date.now() - daysAgo * dayMs).toISOString()
    // The live world as it stood: what is done in it is dated then.
    const then = { ...context, world: { ...world, at, realAt: at, rate: 0 } }
    await signEdition(then, { townId, name, note, evenUnchanged: false, evenUnassessed: true })
  }
}
