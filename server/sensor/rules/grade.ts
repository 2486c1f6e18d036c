import type { SensorGrade, Threshold } from '../sensor.ts'

const graver: readonly Threshold['grade'][] = ['second', 'first']

/**
 * The grade after a reading. A threshold that was reached holds until the value is back beyond its `back`, so the
 * grade depends on the one before (hysteresis).
 */
export function gradeAfter(
  thresholds: readonly Threshold[],
  { before, value }: { before: SensorGrade; value: number },
): SensorGrade {
  const held = heldBy(before)
  return (
    graver.find(grade => {
      const threshold = thresholds.find(each => each.grade === grade)
      return threshold !== undefined && isOver(threshold, { wasOver: held.includes(grade), value })
    }) ?? 'none'
  )
}

/** Who is at the second threshold has passed the first too. */
const heldBy = (grade: SensorGrade): readonly SensorGrade[] =>
  grade === 'second' ? ['first', 'second'] : grade === 'first' ? ['first'] : []

function isOver({ direction, over, back }: Threshold, state: { wasOver: boolean; value: number }): boolean {
  const { wasOver, value } = state
  if (direction === 'above') return value >= over || (wasOver && value >= back)
  return value <= over || (wasOver && value <= back)
}

/** What is wrong with a sensor's thresholds, or null: `back` on the wrong side, or the second before the first. */
export function faultOf(thresholds: readonly Threshold[]): { zh: string; en: string } | null {
  const [first, second] = (['first', 'second'] as const).map(grade =>
    thresholds.find(each => each.grade === grade),
  )
  if (new Set(thresholds.map(({ grade }) => grade)).size < thresholds.length) return twice
  const wrong = thresholds.some(({ direction, over, back }) =>
    direction === 'above' ? back > over : back < over,
  )
  if (wrong) return wrongSide
  if (!first || !second) return null
  if (first.direction !== second.direction) return twoWays
  const inOrder = first.direction === 'above' ? second.over >= first.over : second.over <= first.over
  return inOrder ? null : secondFirst
}

const twice = { zh: '每一级报警只能有一行阈值', en: 'Each grade may have one threshold' }
const wrongSide = {
  zh: '恢复值应在报警值的安全一侧',
  en: 'The value to come back to must be on the safe side of the threshold',
}
const twoWays = { zh: '两级阈值的方向应相同', en: 'Both thresholds must point the same way' }
const secondFirst = {
  zh: '二级报警值应比一级更危险',
  en: 'The second threshold must be the graver one',
}
