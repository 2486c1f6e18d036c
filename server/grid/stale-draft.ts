import type { TransactionSql } from 'postgres'
import { conflict } from '../errors.ts'
import type { GridDraft } from './draft.ts'
import { mergeOf } from './merge.ts'
import { staleGrids } from './seen.ts'

/** @throws Refusal `conflict` with the merge view, when grids of the draft are no longer what it was made on */
export async function refuseStaleDraft(sql: TransactionSql, draft: GridDraft): Promise<void> {
  const { stale } = await staleGrids(sql, draft)
  if (stale.length === 0) return
  const merge = await mergeOf(sql, draft)
  const names = [...new Set(merge.base.map(({ name }) => name))].join('、')
  throw conflict(
    {
      zh: `${names} 的边界在起草之后已被改动，请先合并再提交`,
      en: `The boundary of ${names} changed after the draft was made; merge it first`,
    },
    { theirs: draft, merge },
  )
}
