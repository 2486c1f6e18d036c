import type { Defect, DefectKind, FaceReport, Mend } from '../../server/boundary/boundary.ts'

/** The gravest first. */
const order: readonly DefectKind[] = [
  'off-region',
  'duplicate',
  'overlap',
  'gap',
  'hole',
  'multipart',
  'too-small',
  'self-crossing',
  'sliver',
  't-junction',
  'winding',
]

/** What a person still has to do about a defect: judge it, or merely agree to what is proposed. */
export type Due = 'asked' | 'open' | 'decided'

export const dueOf = ({ answer, asked }: Defect): Due =>
  answer !== null ? 'decided' : asked ? 'asked' : 'open'

export interface DefectGroup {
  kind: DefectKind
  defects: readonly Defect[]
  open: readonly Defect[]
}

/** Defects by kind; within a kind those to be judged come first, then the larger. */
export function groupsOf(defects: readonly Defect[], onlyOpen = false): DefectGroup[] {
  const rank: Record<Due, number> = { asked: 0, open: 1, decided: 2 }
  return order.flatMap(kind => {
    const own = defects
      .filter(defect => defect.kind === kind && !(onlyOpen && defect.answer !== null))
      .sort((a, b) => rank[dueOf(a)] - rank[dueOf(b)] || b.squareMeters - a.squareMeters)
    return own.length > 0 ? [{ kind, defects: own, open: own.filter(({ answer }) => answer === null) }] : []
  })
}

export const harmlessOf = (defects: readonly Defect[]) =>
  defects.filter(defect => defect.answer === null && !defect.asked)

/** Agrees to what is proposed for some defects. */
export const proposalsOf = (defects: readonly Defect[]): Record<string, Mend> =>
  Object.fromEntries(defects.map(({ id, proposal }) => [id, proposal]))

export interface MendWords {
  mend: string
  leave: string
  new: string
  separate: string
  drop: string
  cut: string
  cutAt: (name: string) => string
  keep: string
  give: (name: string) => string
  dropRow: (name: string) => string
}

/** A mend in words, with rows by their names; `beyond` is at whose line it cuts. */
export function mendText(
  mend: Mend,
  words: MendWords,
  { nameOf, beyond }: { nameOf: (row: number) => string; beyond?: string | undefined },
): string {
  const [what, row] = mend.split(':')
  if (mend === 'cut' && beyond !== undefined) return words.cutAt(beyond)
  if (row !== undefined) {
    return what === 'give' ? words.give(nameOf(Number(row))) : words.dropRow(nameOf(Number(row)))
  }
  const plain: Record<string, string> = { ...plainWords(words) }
  return plain[mend] ?? mend
}

const plainWords = ({ give: _, dropRow: __, cutAt: ___, ...plain }: MendWords) => plain

export type AreaColumn = 'name' | 'before' | 'after' | 'change'

/** From this share on a loss is told in red. */
export const muchLost = 0.02

const gainShare = ({ beforeSquareMeters: before, afterSquareMeters: after }: FaceReport) =>
  before > 0 ? (after - before) / before : 0

export const changeOf = (report: FaceReport): number => gainShare(report)

export interface AreaOrder {
  column: AreaColumn
  isDown: boolean
}

/** Reports in the order of a column. */
export function sortedReports(
  reports: readonly FaceReport[],
  { column, isDown }: AreaOrder,
  nameOf: (row: number) => string,
): FaceReport[] {
  const value: Record<Exclude<AreaColumn, 'name'>, (report: FaceReport) => number> = {
    before: report => report.beforeSquareMeters,
    after: report => report.afterSquareMeters,
    change: changeOf,
  }
  const compare = (a: FaceReport, b: FaceReport) =>
    column === 'name' ? nameOf(a.row).localeCompare(nameOf(b.row), 'zh') : value[column](a) - value[column](b)
  return [...reports].sort((a, b) => (isDown ? -1 : 1) * compare(a, b) || a.row - b.row)
}
