import type { Casualties, GradeReason, IncidentGrade, IncidentType } from '../incident.ts'
import { type Criterion, type GradeTable, gradeTables, type Measure, ungraded } from './grade-tables.ts'

export interface GradeFacts {
  type: IncidentType
  casualties: Casualties
  affected: number
  lossTenThousandYuan: number
  burntHectares: number
}

export interface Grading {
  /** Null: no table grades this type. */
  grade: IncidentGrade | null
  reasons: GradeReason[]
}

const ladder: readonly IncidentGrade[] = ['extraordinary', 'major', 'serious', 'ordinary']

export const gradeNames: Record<IncidentGrade, GradeReason> = {
  extraordinary: { zh: '特别重大', en: 'extraordinary' },
  major: { zh: '重大', en: 'major' },
  serious: { zh: '较大', en: 'serious' },
  ordinary: { zh: '一般', en: 'ordinary' },
}

const measures: Record<Measure, { name: GradeReason; unit: GradeReason; of(facts: GradeFacts): number }> = {
  dead: { name: words('死亡', 'Dead'), unit: words('人', ''), of: facts => facts.casualties.dead },
  toll: {
    name: words('死亡（含失踪）', 'Dead and missing'),
    unit: words('人', ''),
    of: ({ casualties }) => casualties.dead + casualties.missing,
  },
  severe: {
    name: words('重伤（含急性中毒）', 'Severely injured or poisoned'),
    unit: words('人', ''),
    of: facts => facts.casualties.severe,
  },
  poisoned: {
    name: words('中毒', 'Poisoned'),
    unit: words('人', ''),
    of: ({ casualties }) => casualties.severe + casualties.injured,
  },
  evacuated: { name: words('疏散转移', 'Evacuated'), unit: words('人', ''), of: facts => facts.affected },
  loss: {
    name: words('直接经济损失', 'Direct loss'),
    unit: words('万元', '×10,000 CNY'),
    of: facts => facts.lossTenThousandYuan,
  },
  hectares: {
    name: words('受害森林', 'Burnt woodland'),
    unit: words('公顷', 'ha'),
    of: facts => facts.burntHectares,
  },
}

function words(zh: string, en: string): GradeReason {
  return { zh, en }
}

/** What an incident without a grade is called. */
export const notGraded: GradeReason = { zh: '未定级', en: 'not graded' }

export const gradeTableOf = (type: IncidentType): GradeTable | undefined =>
  gradeTables.find(candidate => candidate.types.includes(type))

/** Whether a commander grades incidents of this type by hand, because no table does. */
export const isGradedByHand = (type: IncidentType): boolean => gradeTableOf(type) === undefined

/** 突发事件应对法 art. 3: only the first three classes are graded; where no table applies there is no grade. */
export function gradeOf(facts: GradeFacts): Grading {
  const table = gradeTableOf(facts.type)
  if (table) return gradeBy(table, facts)
  return {
    grade: null,
    reasons: [ungraded[facts.type] ?? words('没有适用的分级标准', 'No grading table applies')],
  }
}

/** The reason of a grade that a person gave. */
export const gradedByHand = (name: string, reason: string): GradeReason =>
  words(`${name} 人工定级：${reason}`, `Graded by ${name}: ${reason}`)

const rungOf = (value: number, { from }: Criterion) => {
  const rung = from.findIndex(bound => bound !== null && value >= bound)
  return rung < 0 ? ladder.length - 1 : rung
}

/** The grade by the type's own table: any one criterion suffices, the highest counts. */
function gradeBy(table: GradeTable, facts: GradeFacts): Grading {
  const met = table.criteria.map(criterion => {
    const value = measures[criterion.measure].of(facts)
    return { criterion, value, rung: rungOf(value, criterion) }
  })
  const rung = Math.min(ladder.length - 1, ...met.map(one => one.rung))
  const grade = ladder[rung] ?? 'ordinary'
  const deciding = met.filter(one => one.rung === rung)
  const reasons = deciding.map(({ criterion, value }) => because({ criterion, value, rung, table }))
  return { grade, reasons: [...reasons, ...missingCouldRaise({ facts, rung, table })] }
}

function because({
  criterion,
  value,
  rung,
  table,
}: {
  criterion: Criterion
  value: number
  rung: number
  table: GradeTable
}): GradeReason {
  const { name, unit } = measures[criterion.measure]
  const reached = criterion.from[rung]
  const next = criterion.from.findLast(bound => bound !== null) ?? 0
  const grade = gradeNames[ladder[rung] ?? 'ordinary']
  const compare = reached === null || reached === undefined ? `< ${next}` : `≥ ${reached}`
  const mark = table.verified ? words('', '') : words('，未核验', ', unverified')
  return {
    zh: `${name.zh} ${value} ${unit.zh}（${compare}）：${grade.zh}；${table.source.zh}${mark.zh}`,
    en: `${[name.en, value, unit.en].join(' ').trim()} (${compare}): ${grade.en}; ${table.source.en}${mark.en}`,
  }
}

// The missing do not count towards the grade of an accident, but the commander must see what they would do to it.
function missingCouldRaise({
  facts,
  rung,
  table,
}: {
  facts: GradeFacts
  rung: number
  table: GradeTable
}): GradeReason[] {
  const { dead, missing } = facts.casualties
  if (missing === 0) return []
  const bounds = table.criteria.filter(criterion => criterion.measure === 'dead')
  const worst = Math.min(ladder.length - 1, ...bounds.map(criterion => rungOf(dead + missing, criterion)))
  if (worst >= rung) return []
  const name = gradeNames[ladder[worst] ?? 'ordinary']
  return [
    {
      zh: `另有 ${missing} 人下落不明，如确认死亡将为${name.zh}`,
      en: `${missing} missing; if confirmed dead the grade becomes ${name.en}`,
    },
  ]
}
