import type { Danger, DangerGrade, DangerVerb } from '../../server/danger/danger.ts'

/** What is being entered for a step; each step takes only its own part of it. */
export interface StepDraft {
  grade: DangerGrade
  responsible: string
  supervisor: string
  days: number | undefined
  measures: string
  fundsYuan: number | undefined
  contingency: string
  passed: 'yes' | 'no'
  resumed: boolean
  note: string
}

const usualDays = 15
const dayMs = 86_400_000

export const emptyStep = ({ grade, responsible, supervisor }: Danger): StepDraft => ({
  grade,
  responsible,
  supervisor,
  days: usualDays,
  measures: '',
  fundsYuan: undefined,
  contingency: '',
  passed: 'yes',
  resumed: false,
  note: '',
})

interface Asked {
  draft: StepDraft
  grade: DangerGrade
}

/** Whether a step may be sent, by the rules that the server holds it to. */
export function stepIsReady(verb: DangerVerb, { draft, grade }: Asked): boolean {
  const has = (text: string) => text.trim() !== ''
  const isMajor = grade === 'major'
  switch (verb) {
    case 'assess':
      return has(draft.responsible) && (draft.days ?? 0) > 0
    case 'supervise':
      return has(draft.supervisor)
    case 'rectify':
      return has(draft.measures) && (!isMajor || has(draft.contingency))
    case 'accept':
      return draft.passed === 'no' || !isMajor || draft.resumed
    case 'close':
      return true
    case 'reopen':
      return has(draft.note) && (draft.days ?? 0) > 0
  }
}

/** What a step sends: its own fields, and days turned into a date. */
export function stepInput(
  verb: DangerVerb,
  { draft, version, nowMs }: { draft: StepDraft; version: number; nowMs: number },
): object {
  const { grade, responsible, supervisor, measures, contingency, note, resumed } = draft
  const dueAt = new Date(nowMs + (draft.days ?? 0) * dayMs).toISOString()
  const own = {
    assess: { grade, responsible, dueAt },
    supervise: { supervisor },
    rectify: { measures, contingency, fundsYuan: draft.fundsYuan ?? null },
    accept: { passed: draft.passed === 'yes', resumed: draft.passed === 'yes' && resumed },
    close: {},
    reopen: { dueAt },
  }[verb]
  return { version, note, ...own }
}
