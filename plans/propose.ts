import type { Casualties, IncidentGrade, IncidentType } from '../server/incident/incident.ts'
import { levelRank, levelsUpward } from './level.ts'
import type { Plan, ResponseLevel, Text } from './plan.ts'

export type ProposalInput = {
  type: IncidentType
  /** Null where grading does not apply or is not yet known. */
  grade: IncidentGrade | null
  casualties?: Partial<Casualties>
  affected?: number
}

export type Proposal = { planCode: string; level: ResponseLevel; score: number; reasons: Text[] }

type GradeRow = { grade: IncidentGrade; level: ResponseLevel; name: Text; basis: Text }

// 突发事件应对法 (2024), art. 71: each plan defines its own levels, so this table is a default and says so.
const ownLevels: Text = {
  zh: '突发事件应对法（2024）第71条：响应级别由各预案规定；此表为缺省值，未核验',
  en: 'Emergency Response Law (2024) art. 71: each plan sets its own levels; this table is a default, not verified',
}

/** Suggested response level by incident grade. */
export const gradeLevels: readonly GradeRow[] = [
  { grade: 'extraordinary', level: 'I', name: { zh: '特别重大', en: 'extraordinary' }, basis: ownLevels },
  { grade: 'major', level: 'II', name: { zh: '重大', en: 'major' }, basis: ownLevels },
  { grade: 'serious', level: 'III', name: { zh: '较大', en: 'serious' }, basis: ownLevels },
  { grade: 'ordinary', level: 'IV', name: { zh: '一般', en: 'ordinary' }, basis: ownLevels },
]

type Raise = {
  of: 'trapped' | 'missing' | 'severe' | 'affected'
  from: number
  level: ResponseLevel
  reason: Text
}

/** Facts that ask for at least this level before anyone has died. Defaults, 未核验. */
const raises: readonly Raise[] = [
  {
    of: 'trapped',
    from: 1,
    level: 'III',
    reason: {
      zh: '有人被困，先按 III 级启动（缺省，未核验）',
      en: 'People are trapped: start at III (default, not verified)',
    },
  },
  {
    of: 'missing',
    from: 1,
    level: 'III',
    reason: {
      zh: '有人失联，先按 III 级启动（缺省，未核验）',
      en: 'People are missing: start at III (default, not verified)',
    },
  },
  {
    of: 'severe',
    from: 10,
    level: 'III',
    reason: {
      zh: '重伤 10 人以上，不低于 III 级（缺省，未核验）',
      en: 'Ten or more severely injured: at least III (default, not verified)',
    },
  },
  {
    of: 'severe',
    from: 50,
    level: 'II',
    reason: {
      zh: '重伤 50 人以上，不低于 II 级（缺省，未核验）',
      en: 'Fifty or more severely injured: at least II (default, not verified)',
    },
  },
  {
    of: 'affected',
    from: 1000,
    level: 'III',
    reason: {
      zh: '受影响 1000 人以上，不低于 III 级（缺省，未核验）',
      en: 'A thousand or more affected: at least III (default, not verified)',
    },
  },
  {
    of: 'affected',
    from: 10_000,
    level: 'II',
    reason: {
      zh: '受影响 1 万人以上，不低于 II 级（缺省，未核验）',
      en: 'Ten thousand or more affected: at least II (default, not verified)',
    },
  },
]

/** Casualties from which medical care becomes an incident of its own. Default, 未核验. */
const massCasualtyFrom = 10

function hurt(casualties: Partial<Casualties> | undefined): number {
  return (casualties?.dead ?? 0) + (casualties?.severe ?? 0) + (casualties?.injured ?? 0)
}

function suggestLevel(input: ProposalInput): { level: ResponseLevel; reasons: Text[] } {
  const row = gradeLevels.find(one => one.grade === input.grade)
  const reasons: Text[] = row
    ? [
        {
          zh: `事件等级「${row.name.zh}」，建议 ${row.level} 级响应`,
          en: `Incident grade “${row.name.en}” suggests response level ${row.level}`,
        },
        row.basis,
      ]
    : [{ zh: '事件等级未定，先按 IV 级启动', en: 'The incident is not graded: start at IV' }]
  let level: ResponseLevel = row?.level ?? 'IV'
  const values = { ...input.casualties, affected: input.affected }
  const met = raises.filter(
    raise => (values[raise.of] ?? 0) >= raise.from && levelRank(raise.level) > levelRank(level),
  )
  for (const raise of met) {
    if (levelRank(raise.level) > levelRank(level)) level = raise.level
  }
  return {
    level,
    reasons: [...reasons, ...met.filter(raise => raise.level === level).map(raise => raise.reason)],
  }
}

function matchPlan(plan: Plan, input: ProposalInput): { score: number; reason: Text } | undefined {
  const at = plan.incidentTypes.indexOf(input.type)
  if (at === 0) {
    return {
      score: 100,
      reason: {
        zh: `「${plan.title.zh}」专门针对此类事件`,
        en: `“${plan.title.en}” is made for this type of incident`,
      },
    }
  }
  if (at > 0) {
    return {
      score: 60 - at,
      reason: {
        zh: `「${plan.title.zh}」适用于此类事件`,
        en: `“${plan.title.en}” applies to this type of incident`,
      },
    }
  }
  const people = hurt(input.casualties)
  if (people < massCasualtyFrom || !plan.incidentTypes.includes('mass-casualty')) return undefined
  return {
    score: 40,
    reason: {
      zh: `伤亡 ${people} 人，同时启动医疗卫生救援`,
      en: `${people} casualties: run medical rescue alongside`,
    },
  }
}

/** Plans that fit, best first; an empty list when none does. The level is a suggestion a person confirms. */
export function proposePlans(input: ProposalInput, plans: readonly Plan[]): Proposal[] {
  const { level, reasons } = suggestLevel(input)
  return plans
    .flatMap(plan => {
      const found = matchPlan(plan, input)
      if (!found) return []
      const criteria: Text = {
        zh: `${level} 级启动条件：${plan.levels[level].zh}`,
        en: `Level ${level} starts when: ${plan.levels[level].en}`,
      }
      return [
        { planCode: plan.code, level, score: found.score, reasons: [found.reason, ...reasons, criteria] },
      ]
    })
    .sort((one, other) => other.score - one.score || one.planCode.localeCompare(other.planCode))
}

/** The next level up, or `undefined` at I. */
export function levelAbove(level: ResponseLevel): ResponseLevel | undefined {
  return levelsUpward[levelRank(level) + 1]
}
