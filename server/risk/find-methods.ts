import type { TransactionSql } from 'postgres'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import type { Fragment } from '../list.ts'
import type { RiskMethod } from './risk.ts'

/** Every method with its tables, as they are shipped and shown; replaced revisions too, for earlier assessments. */
export const findMethods = (context: Context): Promise<RiskMethod[]> =>
  read(context, ({ sql }) => methodsWhere(sql, sql``))

/** @throws Refusal `missing` */
export async function loadMethod(sql: TransactionSql, id: number): Promise<RiskMethod> {
  const [method] = await methodsWhere(sql, sql`where m.id = ${id}`)
  if (!method) throw missing({ zh: '没有这个评估方法', en: 'There is no such method' })
  return method
}

/** The revision in force of a method's criteria set. @throws Refusal `missing` */
export async function loadMethodInForce(
  sql: TransactionSql,
  { method, edition }: Pick<RiskMethod, 'method' | 'edition'>,
): Promise<RiskMethod> {
  const [found] = await methodsWhere(
    sql,
    sql`where m.method = ${method} and m.edition = ${edition} and m.replaced_at is null`,
  )
  if (!found) throw missing({ zh: '没有这个评估方法', en: 'There is no such method' })
  return found
}

async function methodsWhere(sql: TransactionSql, where: Fragment): Promise<RiskMethod[]> {
  const rows = await sql<RiskMethod[]>`
    select m.id, m.method, m.edition, m.revision, m.replaced_at is null as "inForce", m.title, m.title_en as "titleEn",
      m.standard, m.clause, m.verified, m.form, m.symbol, m.places, m.domains, m.review_months as "reviewMonths",
      m.note, m.note_en as "noteEn",
      coalesce((select json_agg(json_build_object('factor', f.factor, 'term', f.term, 'name', f.name,
          'nameEn', f.name_en, 'kind', f.kind, 'weight', f.weight::text, 'least', f.least::text, 'most', f.most::text,
          'unit', f.unit, 'unitEn', f.unit_en, 'verified', f.verified) order by f.ordinal)
        from risk_factors f where f.method_id = m.id), '[]') as factors,
      coalesce((select json_agg(json_build_object('factor', k.factor, 'value', k.value::text, 'meaning', k.meaning,
          'meaningEn', k.meaning_en, 'verified', k.verified) order by k.factor, k.value desc)
        from risk_choices k where k.method_id = m.id), '[]') as choices,
      (select json_agg(json_build_object('level', b.level, 'from', b.from_score::text, 'name', b.name,
          'nameEn', b.name_en, 'verified', b.verified) order by b.level)
        from risk_bands b where b.method_id = m.id) as bands,
      coalesce((select json_agg(json_build_object('from', g.from_score::text, 'name', g.name, 'nameEn', g.name_en,
          'verified', g.verified) order by g.from_score desc)
        from risk_grades g where g.method_id = m.id), '[]') as grades
    from risk_methods m ${where}
    order by array_position(array['LEC', 'LS', 'MES', 'HEV', 'DIAGNOSIS'], m.method), m.edition, m.revision desc`
  return [...rows]
}
