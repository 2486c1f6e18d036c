import type { TransactionSql } from 'postgres'
import type { Plan as PlanDocument } from '../../plans/plan.ts'
import { plain } from '../context.ts'

/**
 * Puts the playbooks that ship with the product into a new town's register, published. Part of the verb that
 * makes the town, whose journal row speaks for it; a code the town already has is left alone.
 */
export async function seedPlans(
  sql: TransactionSql,
  townId: number,
  playbooks: readonly PlanDocument[],
): Promise<void> {
  for (const document of playbooks) {
    await sql`insert into plans (town_id, code, edition, standing, document)
      values (${townId}, ${document.code}, ${document.edition}, 'published', ${sql.json(plain(document))})
      on conflict do nothing`
  }
}
