import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, Refusal, stale } from '../errors.ts'
import { Version } from '../region/place.ts'
import { loadInstallation } from './find.ts'
import { type Installation, Inventory, type InventoryLine } from './installation.ts'
import { appraise } from './rules/appraise.ts'
import { resolveLine } from './rules/line.ts'
import { settle } from './settle.ts'

export const InventoryInput = z.strictObject({ lines: Inventory, version: Version })
export type InventoryInput = z.infer<typeof InventoryInput>

/**
 * Replaces the inventory of a unit; S, R and the grade follow, the earlier inventory stays in the records.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming each line and field, `conflict` (seen version is old, retired)
 */
export const setInventory = (context: Context, id: number, input: InventoryInput): Promise<Installation> =>
  change(context, async inside => {
    const { sql, actor, world, record } = inside
    const before = await loadInstallation(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    refuseRetired(before)
    const lines = checkedLines(input.lines)
    const [changed] =
      await sql`update installations set lines = ${sql.json(lines)}, left_out = 0, version = version + 1
      where id = ${id} and version = ${input.version} and retired_at is null returning id`
    if (!changed) throw stale(await loadInstallation(sql, id))
    const after = await settle(inside, id)
    record({ verb: 'set-inventory', noun: 'installation', id, version: after.version, townId, before, after })
    return after
  })

/** Lines as they are stored: entries and CAS numbers found. @throws Refusal `invalid` naming each line and field */
export function checkedLines(lines: readonly InventoryLine[]): InventoryLine[] {
  const appraised = appraise(lines, 0)
  if (!appraised.appraised) {
    const errors = appraised.faults.map(({ line, field, message }) => ({
      path: `lines.${line}.${field}`,
      message: { zh: `第 ${line + 1} 行：${message.zh}`, en: `Line ${line + 1}: ${message.en}` },
    }))
    throw new Refusal('invalid', errors[0]?.message ?? { zh: '清单有误', en: 'The inventory is wrong' }, {
      errors,
    })
  }
  return lines.map(resolveLine).flatMap(each => (each.known ? [each.line] : []))
}

/** @throws Refusal `conflict` for a unit that was taken off the register */
export function refuseRetired(installation: Installation): void {
  if (installation.retiredAt === null) return
  throw conflict(
    { zh: '这个单元已注销，不能再改', en: 'This unit was taken off the register' },
    { theirs: installation },
  )
}
