import { joins, levelRank, levelsUpward } from './level.ts'
import type { ResponseLevel } from './plan.ts'

/** What a person recorded about a node. Absent: nobody has touched it. */
export type Mark = { state: 'running' | 'done' | 'skipped'; at: Date; by: string }

export type LevelChange = { level: ResponseLevel; at: Date }

export type RunFacts = {
  /** The response level in force. */
  level: ResponseLevel
  startedAt: Date
  now: Date
  marks: ReadonlyMap<string, Mark>
  /** Every level the run has had, the one it started at first. Absent: `level` since `startedAt`. */
  levels?: readonly LevelChange[]
}

/** A run as it is stored and sent: instants are ISO 8601, a mark of `waiting` has been taken back. */
export type RunRecord = {
  level: ResponseLevel
  startedAt: string
  escalations: readonly { level: ResponseLevel; at: string }[]
  nodes: readonly { nodeId: string; state: Mark['state'] | 'waiting'; at: string; by: string }[]
}

// A record that lists only the changes began, as practice has it, one level below the first of them.
function levelsOf(record: RunRecord): LevelChange[] {
  const changes = record.escalations.map(({ level, at }) => ({ level, at: new Date(at) }))
  const first = changes[0]
  const startedAt = new Date(record.startedAt)
  if (!first) return [{ level: record.level, at: startedAt }]
  if (first.at.getTime() <= startedAt.getTime()) return changes
  const below = levelsUpward[Math.max(0, levelRank(first.level) - 1)] ?? first.level
  return [{ level: below, at: startedAt }, ...changes]
}

/** The facts a board is made from, out of a stored run. */
export function factsOf(record: RunRecord, now: Date): RunFacts {
  const marks = new Map<string, Mark>()
  for (const { nodeId, state, at, by } of record.nodes) {
    if (state !== 'waiting') marks.set(nodeId, { state, at: new Date(at), by })
  }
  return { level: record.level, startedAt: new Date(record.startedAt), now, marks, levels: levelsOf(record) }
}

/** When nodes of a gate joined the run, in milliseconds: deadlines of added nodes count from the escalation. */
export function joinedTimes(facts: RunFacts): (gate: ResponseLevel | undefined) => number {
  const startedAt = facts.startedAt.getTime()
  const times = new Map<ResponseLevel, number>()
  for (const gate of levelsUpward) {
    let since: number | undefined
    for (const change of facts.levels ?? []) {
      if (!joins(gate, change.level)) since = undefined
      else since ??= Math.max(startedAt, change.at.getTime())
    }
    times.set(gate, since ?? startedAt)
  }
  return gate => (gate === undefined ? startedAt : (times.get(gate) ?? startedAt))
}
