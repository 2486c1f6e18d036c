import type { Assessment } from '../../server/hazard/hazard.ts'
import type { Level } from '../look/level.ts'

/** How long an assessment counted, as shares 0..1 of the whole line. */
export interface Span {
  assessment: Assessment
  level: Level
  start: number
  width: number
  /** The instant the next one took over; null while it counts. */
  until: string | null
  /** Made by another criteria set than the one before it on its scale. */
  breaks: boolean
}

type Scaled = Pick<Assessment, 'scale'>

const on = <Row extends Scaled>(rows: readonly Row[], scale: Assessment['scale']) =>
  rows.filter(row => row.scale === scale)

/**
 * The assessments of one scale as spans of time, oldest first, on a line from the first assessment of any scale
 * to now. `rows` come newest first.
 */
export function spansOf(
  rows: readonly Assessment[],
  { scale, now }: { scale: Assessment['scale']; now: number },
): Span[] {
  const begins = Math.min(now, ...rows.map(({ assessedAt }) => Date.parse(assessedAt)))
  const whole = Math.max(1, now - begins)
  const oldestFirst = [...on(rows, scale)].reverse()
  return oldestFirst.map((assessment, i) => {
    const next = oldestFirst[i + 1]
    const start = Math.max(0, (Date.parse(assessment.assessedAt) - begins) / whole)
    const end = next ? (Date.parse(next.assessedAt) - begins) / whole : 1
    const before = oldestFirst[i - 1]
    return {
      assessment,
      level: assessment.level,
      start,
      width: Math.max(0, end - start),
      until: next?.assessedAt ?? null,
      breaks: before !== undefined && before.methodId !== assessment.methodId,
    }
  })
}

/** The one before it on the same scale. `rows` come newest first. */
export function beforeOf(rows: readonly Assessment[], { id, scale }: Assessment): Assessment | undefined {
  return on(rows, scale).find(row => row.id < id)
}
