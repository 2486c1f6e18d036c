import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from './account/rules/rights.ts'
import { type Context, change } from './context.ts'
import { conflict, stale } from './errors.ts'
import { type Standing, Version } from './region/place.ts'

export const Judgement = z.strictObject({ version: Version })
export type Judgement = z.infer<typeof Judgement>

interface Register<T> {
  table: 'hazards' | 'targets' | 'shelters' | 'responders' | 'supplies'
  noun: string
  load(sql: TransactionSql, id: number): Promise<T>
}

interface Judged {
  id: number
  townId: number
  standing: Standing
  version: number
}

/**
 * Makes the verb by which a person confirms or rejects a register row that came from a map or an import.
 * The verb throws Refusal `missing`, `forbidden`, `conflict` (seen version is old, or already so).
 */
export const judging =
  <T extends Judged>(register: Register<T>, verb: 'confirm' | 'reject') =>
  (context: Context, id: number, { version }: Judgement): Promise<T> =>
    change(context, async ({ sql, actor, world, record }) => {
      const before = await register.load(sql, id)
      allow(actor, 'register.confirm', { world, townId: before.townId })
      if (before.version !== version) throw stale(before)
      const standing = verb === 'confirm' ? 'confirmed' : 'rejected'
      const [changed] =
        await sql`update ${sql(register.table)} set standing = ${standing}, version = version + 1
        where id = ${id} and standing = ${before.standing} and standing <> ${standing} returning id`
      const after = await register.load(sql, id)
      if (!changed) throw settled(after)
      const { noun } = register
      record({ verb, noun, id, version: after.version, townId: after.townId, before, after })
      return after
    })

const settled = (theirs: Judged) =>
  conflict(
    theirs.standing === 'confirmed'
      ? { zh: '这一条已被确认', en: 'This entry is confirmed already' }
      : { zh: '这一条已被否决', en: 'This entry is rejected already' },
    { theirs },
  )
