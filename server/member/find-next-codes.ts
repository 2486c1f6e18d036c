import { z } from 'zod'
import type { Context } from '../context.ts'
import { invalid } from '../errors.ts'
import { GridLevel } from '../grid/grid.ts'
import { readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import { codesEverUsed, loadCodeRule } from './find-codes.ts'
import { levelText } from './rules/codes.ts'
import { nextCodes, templateLike } from './rules/next-codes.ts'

export const NextCodesQuery = z.object({
  town: wholeNumber,
  region: wholeNumber,
  level: GridLevel.default('first'),
  count: wholeNumber.pipe(z.int().min(1).max(200)).default(1),
})
export type NextCodesQuery = z.infer<typeof NextCodesQuery>

/**
 * Codes for grids that are about to be made in a village: by the town's rule or, while nobody has set one, like those
 * of the village; lower levels have rows of their own. What other drafts have chosen is not suggested again.
 * @throws Refusal `invalid` when the village is not one of the town
 */
export const findNextCodes = (
  context: Context,
  { town, region, level, count }: NextCodesQuery,
): Promise<string[]> =>
  readTown(context, town, async ({ sql }) => {
    const [village] = await sql<{ code: string }[]>`
      select code from regions where id = ${region} and (id = ${town} or town_id = ${town})`
    if (!village) throw invalid('region', noRegion)
    const { edition, ...rule } = await loadCodeRule(sql, town)
    const given = await codesEverUsed(sql, town)
    const promised = await sql<{ code: string }[]>`
      select a->>'code' as code from grid_drafts d, jsonb_array_elements(d.attributes) a
      where d.town_id = ${town} and d.state <> 'published' and a ? 'code'`
    const { levelDigits, serialDigits } =
      (edition === 0 && level === 'first' ? templateLike([...given], village.code) : null) ?? rule
    const taken = new Set([...given, ...promised.map(({ code }) => code)])
    const source = { division: village.code, level: levelText(level, levelDigits), serialDigits, taken }
    return nextCodes(source, count)
  })

const noRegion = {
  zh: '没有这个村（社区），请在本镇的区划中选择',
  en: 'There is no such village; choose one of this town',
}
