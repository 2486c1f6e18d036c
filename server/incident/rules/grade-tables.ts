import type { IncidentType } from '../incident.ts'

/** What a threshold counts. Loss is in ten thousand yuan; `toll` counts the dead and the missing. */
export type Measure = 'dead' | 'toll' | 'severe' | 'poisoned' | 'evacuated' | 'loss' | 'hectares'

/** Lower bounds, included, of 特别重大, 重大 and 较大; below the last one it is 一般. `null`: no such bound. */
export interface Criterion {
  measure: Measure
  from: readonly [number | null, number | null, number | null]
}

export interface GradeTable {
  types: readonly IncidentType[]
  source: { zh: string; en: string }
  /** False where the source could not be read in the original: the screen says 未核验. */
  verified: boolean
  criteria: readonly Criterion[]
}

/** One table a kind of incident: thresholds differ by hazard and must not be shared. */
export const gradeTables: readonly GradeTable[] = [
  {
    types: ['chemical', 'fire', 'explosion', 'traffic', 'gas', 'mass-casualty'],
    source: {
      zh: '《生产安全事故报告和调查处理条例》第三条',
      en: 'State Council Decree 493, art. 3 (work safety accidents)',
    },
    verified: true,
    criteria: [
      { measure: 'dead', from: [30, 10, 3] },
      { measure: 'severe', from: [100, 50, 10] },
      { measure: 'loss', from: [10_000, 5000, 1000] },
    ],
  },
  {
    types: ['landslide'],
    source: { zh: '《地质灾害防治条例》第四条', en: 'Geological Disaster Prevention Regulation, art. 4' },
    verified: true,
    criteria: [
      { measure: 'dead', from: [30, 10, 3] },
      { measure: 'loss', from: [1000, 500, 100] },
    ],
  },
  {
    types: ['forest-fire'],
    source: { zh: '《森林防火条例》第四十条', en: 'Forest Fire Prevention Regulation, art. 40' },
    verified: true,
    criteria: [
      { measure: 'hectares', from: [1000, 100, 1] },
      { measure: 'dead', from: [30, 10, 3] },
      { measure: 'severe', from: [100, 50, 10] },
    ],
  },
  {
    types: ['earthquake'],
    source: { zh: '《国家地震应急预案》2.1', en: 'National Earthquake Emergency Plan, 2.1' },
    verified: false,
    criteria: [{ measure: 'toll', from: [300, 50, 10] }],
  },
  {
    types: ['water-pollution'],
    source: {
      zh: '《国家突发环境事件应急预案》附件 1',
      en: 'National Environmental Emergency Plan, annex 1',
    },
    verified: false,
    criteria: [
      { measure: 'dead', from: [30, 10, 3] },
      { measure: 'severe', from: [100, 50, 10] },
      { measure: 'evacuated', from: [50_000, 10_000, 5000] },
      { measure: 'loss', from: [10_000, 2000, 500] },
    ],
  },
  {
    types: ['flood', 'typhoon'],
    source: {
      zh: '《特别重大、重大突发公共事件分级标准（试行）》自然灾害类',
      en: 'Grading standard for major public emergencies (trial), natural disasters',
    },
    verified: false,
    criteria: [
      { measure: 'dead', from: [30, 10, 3] },
      { measure: 'loss', from: [5000, 1000, null] },
    ],
  },
  {
    types: ['food-poisoning'],
    source: { zh: '《国家突发公共卫生事件应急预案》1.3', en: 'National Public Health Emergency Plan, 1.3' },
    verified: false,
    criteria: [
      { measure: 'dead', from: [null, 10, 1] },
      { measure: 'poisoned', from: [null, null, 100] },
    ],
  },
]

/** Kinds that no table grades, with why: they stay 未定级 until a commander grades one by hand. */
export const ungraded: Partial<Record<IncidentType, { zh: string; en: string }>> = {
  crowd: {
    zh: '《突发事件应对法》第三条：社会安全事件不按分级标准定级',
    en: 'Emergency Response Law, art. 3: social security incidents are not graded by a table',
  },
  epidemic: {
    zh: '传染病疫情分级由卫生健康部门按病种认定（未核验）',
    en: 'Epidemics are graded by the health authority, by disease (unverified)',
  },
}
