import { type BoundaryImport, type BoundaryImportInput, CleanOptions, type Defect } from './boundary.ts'
import type { ImportState } from './find.ts'
import type { Prepared } from './prepare.ts'

type Told = Pick<BoundaryImportInput, 'accept' | 'options'>

/** What is kept of a prepared file, with what a person said about it so far. */
export function stateOf(prepared: Prepared, told: Told, before?: ImportState): ImportState {
  const { source: _, cleaned: __, ...kept } = prepared
  return withDefects(
    { ...kept, options: told.options ?? before?.options ?? CleanOptions.parse({}) },
    kept.defects.map(defect => accepted(defect, told.accept)),
  )
}

/** The same coverage, with more of its defects answered as they were proposed. */
export function agreedTo(
  {
    id: _,
    townId,
    fileName,
    personId,
    personName,
    standing,
    draftId,
    savedAt,
    version,
    ...kept
  }: BoundaryImport,
  { answers = {}, accept }: Pick<BoundaryImportInput, 'answers' | 'accept'>,
): ImportState {
  const said = kept.defects.map(defect => ({ ...defect, answer: answers[defect.id] ?? defect.answer }))
  return withDefects(
    kept,
    said.map(defect => accepted(defect, accept)),
  )
}

const withDefects = (kept: Omit<ImportState, 'defects' | 'unanswered'>, defects: Defect[]): ImportState => ({
  ...kept,
  defects,
  unanswered: defects.filter(({ answer }) => answer === null).length,
})

function accepted(defect: Defect, accept: Told['accept']): Defect {
  if (defect.answer !== null || accept === undefined || (defect.asked && accept !== 'all')) return defect
  return { ...defect, answer: defect.proposal }
}
