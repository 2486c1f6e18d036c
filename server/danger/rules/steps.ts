// 安全生产法 第四十一条: dangers are recorded as they are; major ones are supervised until they are gone.
import type { DangerGrade, DangerState, DangerVerb } from '../danger.ts'

interface Standing {
  state: DangerState
  grade: DangerGrade
}

/** What may be done with a danger now. A major one is not rectified before somebody supervises it. */
export function nextOf({ state, grade }: Standing): DangerVerb[] {
  switch (state) {
    case 'reported':
      return ['assess']
    case 'assessed':
      return grade === 'major' ? ['supervise', 'assess'] : ['rectify', 'assess']
    case 'supervised':
      return ['rectify', 'assess']
    case 'rectified':
      return ['accept']
    case 'accepted':
      return ['close', 'reopen']
    case 'closed':
      return ['reopen']
  }
}

/** The state a step leads to; an acceptance that failed leads back to before the rectification. */
export function stateAfter(
  verb: DangerVerb,
  { grade, passed = true }: { grade: DangerGrade; passed?: boolean },
): DangerState {
  if (verb === 'accept' && !passed) return grade === 'major' ? 'supervised' : 'assessed'
  return reached[verb]
}

const reached: Record<DangerVerb, DangerState> = {
  assess: 'assessed',
  supervise: 'supervised',
  rectify: 'rectified',
  accept: 'accepted',
  close: 'closed',
  reopen: 'assessed',
}

/** Whole days a danger is past its date, the begun one counted; 0 when it is not or is closed. */
export function daysLate(danger: { state: DangerState; dueAt: string | null }, nowMs: number): number {
  if (danger.state === 'closed' || danger.dueAt === null) return 0
  return Math.max(0, Math.ceil((nowMs - Date.parse(danger.dueAt)) / 86_400_000))
}
