import type { TransactionSql } from 'postgres'
import { gridThen } from '../grid/grid-then.ts'
import type { RiskBand, RiskChoice, RiskFactor } from '../risk/risk.ts'
import { isVerified } from '../risk/rules/method.ts'
import { assessedSeverity } from '../risk/rules/severity.ts'
import type { Assessment } from './hazard.ts'

interface AssessmentRow extends Omit<Assessment, 'assessedAt' | 'severity'> {
  at: Date
  severity: number | null
  bands: RiskBand[]
  choices: RiskChoice[]
  factors: RiskFactor[]
}

/** Every assessment of a source, newest first, each with the method it was made under. */
export async function assessmentsOf(sql: TransactionSql, hazardId: number): Promise<Assessment[]> {
  const rows = await sql<AssessmentRow[]>`
    select a.id, a.hazard_id as "hazardId", a.scale, a.method_id as "methodId", m.method, m.edition, m.revision, m.title,
      m.title_en as "titleEn", m.standard, m.clause, m.verified, a.inputs, a.score::text as score, a.level, a.severity,
      a.working, a.note, a.reason, a.evidence, a.assessed_at as at, a.assessed_by as "assessedBy",
      coalesce(grid.code, '') as "gridCode", coalesce(grid.name, '') as "gridName",
      (select json_agg(json_build_object('level', b.level, 'from', b.from_score::text))
        from risk_bands b where b.method_id = m.id) as bands,
      coalesce((select json_agg(json_build_object('factor', f.factor, 'kind', f.kind, 'verified', f.verified))
        from risk_factors f where f.method_id = m.id), '[]') as factors,
      coalesce((select json_agg(json_build_object('factor', k.factor, 'value', k.value::text, 'verified', k.verified))
        from risk_choices k where k.method_id = m.id), '[]') as choices
    from assessments a join risk_methods m on m.id = a.method_id join hazards h on h.id = a.hazard_id
    ${gridThen(sql, { town: sql`h.town_id`, point: sql`h.point`, at: sql`a.assessed_at`, name: sql`grid` })}
    where a.hazard_id = ${hazardId} order by a.id desc`
  return rows.map(({ at, bands, factors, choices, ...row }) => ({
    ...row,
    verified: isVerified({ verified: row.verified, factors, choices }, row.inputs),
    // A row that was written without it, by a register or an older program.
    severity: row.severity ?? assessedSeverity(row, bands),
    assessedAt: at.toISOString(),
  }))
}
