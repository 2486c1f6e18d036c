import { type BoundaryImportInput, CleanOptions, type Defect } from './boundary.ts'
import type { ImportState } from './find.ts'
import type { Prepared } from './prepare.ts'

type Told = Pick<BoundaryImportInput, 'accept' | 'options'>

/** What is kept of a prepared file, with what a person said about it so far. */
export function stateOf(prepared: Prepared, told: Told, before?: ImportState): ImportState {
  const { source: _, cleaned: __, ...kept } = prepared
  const defects = kept.defects.map(defect => accepted(defect, told.accept))
  return {
    ...kept,
    defects,
    options: told.options ?? before?.options ?? CleanOptions.parse({}),
    unanswered: defects.filter(({ answer }) => answer === null).length,
  }
}

function accepted(defect: Defect, accept: Told['accept']): Defect {
  if (defect.answer !== null || accept === undefined || (defect.asked && accept !== 'all')) return defect
  return { ...defect, answer: defect.proposal }
}
