import type { TransactionSql } from 'postgres'
import { allow, outsideArea } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { Refusal, stale } from '../errors.ts'
import { loadMethod, loadMethodInForce } from './find-methods.ts'
import type { RiskMethod } from './risk.ts'
import { checkMethod } from './rules/method-check.ts'
import { faultyTables, type MethodRevision, revised } from './rules/revision.ts'

/**
 * Publishes the next revision of a method; the earlier one stays for what was assessed under it.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming each table at fault, `conflict` (no longer in force)
 */
export const revise = (context: Context, id: number, input: MethodRevision): Promise<RiskMethod> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    allow(actor, 'method.revise', { world, townId: null })
    // The tables hold for every town: who has charge of some towns only does not change them for the others.
    if (actor.townIds !== null) throw outsideArea()
    const before = await loadMethod(sql, id)
    const next = revised(before, input)
    const errors = checkMethod(next)
    if (errors.length > 0) throw new Refusal('invalid', faultyTables, { errors })
    const [replaced] = await sql`update risk_methods set replaced_at = ${now}
      where id = ${id} and revision = ${input.revision} and replaced_at is null returning id`
    if (!replaced) throw stale(await loadMethodInForce(sql, before))
    const after = await loadMethod(sql, await insert(sql, next, { now, by: actor.name }))
    record({
      verb: 'revise',
      noun: 'method',
      id: after.id,
      version: after.revision,
      townId: null,
      before,
      after,
    })
    return after
  })

async function insert(
  sql: TransactionSql,
  method: RiskMethod,
  { now, by }: { now: Date; by: string },
): Promise<number> {
  const { factors, choices, bands, grades } = method
  const [row] = await sql<{ id: number }[]>`
    insert into risk_methods (method, edition, revision, title, title_en, standard, clause, verified, form, symbol, places,
      domains, review_months, note, note_en, published_at, published_by)
    values (${method.method}, ${method.edition}, ${method.revision}, ${method.title}, ${method.titleEn}, ${method.standard},
      ${method.clause}, ${method.verified}, ${method.form}, ${method.symbol}, ${method.places}, ${method.domains},
      ${method.reviewMonths}, ${method.note}, ${method.noteEn}, ${now}, ${by})
    returning id`
  const id = row?.id ?? 0
  const ordered = factors.map((factor, i) => ({ ...factor, ordinal: i + 1 }))
  await sql`insert into risk_factors (method_id, factor, ordinal, term, name, name_en, kind, weight, least, most, unit,
      unit_en, verified)
    select ${id}::int, f.factor, f.ordinal, f.term, f.name, f."nameEn", f.kind, f.weight, f.least, f.most, f.unit, f."unitEn",
      f.verified
    from jsonb_to_recordset(${sql.json(plain(ordered))}) as f (factor text, ordinal int, term text, name text, "nameEn" text,
      kind text, weight numeric, least numeric, most numeric, unit text, "unitEn" text, verified boolean)`
  await sql`insert into risk_choices (method_id, factor, value, meaning, meaning_en, verified)
    select ${id}::int, c.factor, c.value, c.meaning, c."meaningEn", c.verified
    from jsonb_to_recordset(${sql.json(plain(choices))}) as c (factor text, value numeric, meaning text, "meaningEn" text,
      verified boolean)`
  await sql`insert into risk_bands (method_id, level, from_score, name, name_en, verified)
    select ${id}::int, b.level, b.from, b.name, b."nameEn", b.verified
    from jsonb_to_recordset(${sql.json(plain(bands))}) as b (level int, "from" numeric, name text, "nameEn" text,
      verified boolean)`
  await sql`insert into risk_grades (method_id, from_score, name, name_en, verified)
    select ${id}::int, g.from, g.name, g."nameEn", g.verified
    from jsonb_to_recordset(${sql.json(plain(grades))}) as g ("from" numeric, name text, "nameEn" text, verified boolean)`
  return id
}
