import { z } from 'zod'
import {
  type Control,
  ControlEdition,
  ControlRule,
  type ControlRulesInput,
} from '../../server/inspection/inspection.ts'
import { daysLate, dueAfter } from '../../server/inspection/rules/due.ts'
import { mergedRows } from './merge.ts'

export type ControlRow = ControlRulesInput['rules'][number]

/** A draft as it is kept while nobody saves it; `seen` is what it would replace. */
export const KeptControl = z.object({
  seen: ControlEdition,
  rows: z.array(ControlRule.omit({ verified: true })),
})
export type KeptControl = z.infer<typeof KeptControl>

const rank = { city: 0, county: 1, town: 2, village: 3, enterprise: 4 }

/** 分类管控 while it is changed; `seen` is the edition in force. */
export class ControlDraft {
  readonly seen: ControlEdition
  rows = $state.raw<readonly ControlRow[]>([])
  readonly isChanged: boolean = $derived.by(
    () => JSON.stringify(this.rows) !== JSON.stringify(rowsOf(this.seen)),
  )

  constructor(seen: ControlEdition, rows: readonly ControlRow[] = rowsOf(seen)) {
    this.seen = seen
    this.rows = rows
  }

  set(level: number, change: Partial<ControlRow>) {
    this.rows = this.rows.map(row => (row.level === level ? { ...row, ...change } : row))
  }

  /** Levels whose row is laxer than that of the level below it: allowed, but worth a second look. */
  get laxer(): number[] {
    return this.rows.flatMap((row, i) => {
      const below = this.rows[i + 1]
      if (!below) return []
      return rank[row.controller] > rank[below.controller] || row.inspectDays > below.inspectDays
        ? [row.level]
        : []
    })
  }

  get kept(): KeptControl {
    return { seen: this.seen, rows: [...this.rows] }
  }

  /** What one changed over the edition that somebody saved meanwhile; the rest as they made it. */
  over(theirs: ControlEdition): ControlDraft {
    const rows = { base: rowsOf(this.seen), mine: this.rows, theirs: rowsOf(theirs) }
    return new ControlDraft(
      theirs,
      mergedRows(({ level }) => String(level), rows),
    )
  }

  get input(): Omit<ControlRulesInput, 'townId'> {
    return { edition: this.seen.edition, rules: [...this.rows] }
  }
}

export const rowsOf = ({ rules }: Pick<ControlEdition, 'rules'>): ControlRow[] =>
  rules.map(({ verified: _, ...row }) => row)

/** Sources of a level, and how many of them are overdue now and would be if they were looked at every so many days. */
export function effectOf(
  controls: readonly Control[],
  { level, inspectDays }: Pick<ControlRow, 'level' | 'inspectDays'>,
  now: Date,
): { sources: number; before: number; after: number } {
  const own = controls.filter(control => control.level === level)
  const late = own.filter(({ dueAt, inspectDays: every }) => {
    if (dueAt === null || every === null) return false
    return daysLate(dueAfter(new Date(dueAt), inspectDays - every), now) > 0
  })
  return {
    sources: own.length,
    before: own.filter(control => control.daysLate > 0).length,
    after: late.length,
  }
}
