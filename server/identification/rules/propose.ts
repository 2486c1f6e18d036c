import { createHash } from 'node:crypto'
import type { IdentificationRule } from '../identification.ts'
import { incidentClusters, strayingSensors } from './find-history.ts'
import { overThreshold } from './find-inventory.ts'
import { highRises, oldBuildings, riverHomes, steepSlopes, underpasses } from './find-map.ts'
import { crowdedCells, crowdedTargets, targetsOfKind } from './find-people.ts'
import { type Finding, Parameters, type Registers } from './registers.ts'

interface Finder {
  find(registers: Registers, parameters: Parameters): Finding[]
  /** Whether what it looks at is there at all. */
  sees?(registers: Registers): boolean
}

const withMap = ({ map }: Registers) => map !== null

/** What each code of the rules' table does; a row with a code that is not here finds nothing and is told as blind. */
const finders: Record<string, Finder> = {
  inventory: { find: overThreshold },
  'incident-cluster': { find: incidentClusters },
  'crowd-target': { find: crowdedTargets },
  'crowd-cells': { find: crowdedCells },
  hospital: { find: targetsOfKind },
  care: { find: targetsOfKind },
  'river-homes': { find: riverHomes, sees: withMap },
  underpass: { find: underpasses, sees: withMap },
  'high-rise': { find: highRises, sees: withMap },
  'old-buildings': { find: oldBuildings, sees: withMap },
  'steep-slope': { find: steepSlopes, sees: ({ slopeAt }) => slopeAt !== null },
  sensor: { find: strayingSensors },
}

export interface Proposed extends Required<Omit<Finding, 'marks'>> {
  rule: string
  marks: number | null
  factsHash: string
}

/** What a rule proposes for a town, or null when it cannot look. Places where such a source is registered are left out. */
export function propose(rule: IdentificationRule, registers: Registers): Proposed[] | null {
  const finder = finders[rule.code]
  if (!finder || finder.sees?.(registers) === false) return null
  const found = finder.find(registers, new Parameters(rule.parameters))
  return found.map(finding => completed(rule, finding)).filter(each => isNews(rule, each, registers))
}

const completed = (rule: IdentificationRule, finding: Finding): Proposed => ({
  domain: rule.domain,
  kind: rule.kind,
  reachMeters: rule.reachMeters,
  ...finding,
  rule: rule.code,
  marks: finding.marks ?? null,
  factsHash: hashOf(finding.facts),
})

function isNews(rule: IdentificationRule, { kind, lngLat, marks }: Proposed, registers: Registers): boolean {
  if (marks !== null) return true
  const { apartMeters } = rule.parameters
  const apart = typeof apartMeters === 'number' ? apartMeters : 0
  return !registers.hazards.some(
    each =>
      each.kind === kind &&
      each.standing !== 'rejected' &&
      registers.ground.meters(each.lngLat, lngLat) <= apart,
  )
}

/** The same facts give the same hash, in whatever order they were written down. */
export function hashOf(facts: Finding['facts']): string {
  const sorted = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url').slice(0, 22)
}
