import type { RiskLevel } from '../risk.ts'
import { decayed } from './decay.ts'
import { highestSeverity, leastSeverity, levelOfSeverity, type Severity, unassessed } from './severity.ts'

/** Where `count` sources or more of a level, or a worse one, meet in a cell, the cell has at least level `to`. */
export interface UpgradeRule {
  from: RiskLevel
  count: number
  to: RiskLevel
}

/** Cells with at least this many people: their highest severity times `factor` thousandths. */
export interface ExposureStep {
  peopleFrom: number
  factor: number
}

export interface CellRules {
  upgrades: readonly UpgradeRule[]
  /** Most people first. */
  exposure: readonly ExposureStep[]
}

/** What a source adds to a cell. */
export interface Contributed {
  sourceId: number
  distanceMeters: number
  /** Thousandths that the decay by distance leaves. */
  factor: number
  /** Of the source itself; `unassessed` for one without assessment. */
  severity: Severity
  contribution: Severity
  level: RiskLevel
  /** Among the ones that make the highest. */
  decides: boolean
}

/** Everything that a cell's severity is made of, in the order in which it is made. */
export interface Explanation {
  contributions: Contributed[]
  people: number
  /** The highest contribution (就高). */
  highest: Severity
  exposure: { peopleFrom: number; factor: number; severity: Severity } | null
  upgrade: { rule: UpgradeRule; counted: number; severity: Severity } | null
  severity: Severity
  level: RiskLevel
}

/** The step that holds for so many people; `steps` come with the largest first. */
export const exposureOf = (people: number, steps: readonly ExposureStep[]): ExposureStep | undefined =>
  steps.find(({ peopleFrom }) => people >= peopleFrom)

/** The severity of a cell with that many people, before any upgrade. */
export function exposed(highest: Severity, people: number, steps: readonly ExposureStep[]): Severity {
  const step = highest < 0 ? undefined : exposureOf(people, steps)
  return step ? Math.min(highestSeverity, Math.round((highest * step.factor) / 1000)) : highest
}

/** The upgrade that lifts a severity highest, if one lifts it. `counted` says how many sources are at a level or worse. */
export function upgradeOf(
  severity: Severity,
  counted: (from: RiskLevel) => number,
  rules: readonly UpgradeRule[],
): { rule: UpgradeRule; counted: number; severity: Severity } | null {
  let best: { rule: UpgradeRule; counted: number; severity: Severity } | null = null
  for (const rule of rules) {
    const count = counted(rule.from)
    const least = leastSeverity(rule.to)
    if (count >= rule.count && least > Math.max(severity, best?.severity ?? unassessed))
      best = { rule, counted: count, severity: least }
  }
  return best
}

/** A source over a cell as it is found: where it is and how severe, not yet what it adds. */
export type Found = Pick<Contributed, 'sourceId' | 'distanceMeters' | 'factor' | 'severity'>

/** Makes a cell's severity of its parts, keeping every part. */
export function explain(found: readonly Found[], people: number, rules: CellRules): Explanation {
  const parts = found.map(each => ({ ...each, contribution: decayed(each.severity, each.factor) }))
  const highest = parts.reduce((most, { contribution }) => Math.max(most, contribution), unassessed)
  const contributions = parts
    .map(each => ({
      ...each,
      level: levelOfSeverity(each.contribution),
      decides: highest >= 0 && each.contribution === highest,
    }))
    .sort(
      (a, b) =>
        b.contribution - a.contribution || a.distanceMeters - b.distanceMeters || a.sourceId - b.sourceId,
    )
  const step = highest < 0 ? undefined : exposureOf(people, rules.exposure)
  const weighted = exposed(highest, people, rules.exposure)
  const counted = (from: RiskLevel) =>
    contributions.filter(({ contribution }) => contribution >= 0 && contribution >= leastSeverity(from))
      .length
  const upgrade = upgradeOf(weighted, counted, rules.upgrades)
  const severity = upgrade?.severity ?? weighted
  return {
    contributions,
    people,
    highest,
    exposure: step ? { ...step, severity: weighted } : null,
    upgrade,
    severity,
    level: levelOfSeverity(severity),
  }
}

/** The same cell if one source had another severity (`unassessed` takes it out): the level that would follow. */
export function levelIf(
  { contributions, people }: Explanation,
  change: { sourceId: number; severity: Severity },
  rules: CellRules,
): RiskLevel {
  const others = contributions.map(each =>
    each.sourceId === change.sourceId ? { ...each, severity: change.severity } : each,
  )
  return explain(others, people, rules).level
}
