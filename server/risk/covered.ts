import type { Cells } from './cells.ts'
import type { Cover } from './cover.ts'
import { type DecayStep, radiusOf } from './rules/decay.ts'

/** The cells that a source meets. */
export interface Covered {
  length: number
  cells: Int32Array
  /** The step of its decay at each; of a decay of one step nothing is written. */
  steps: Uint8Array
  /** Places of those that are still to be measured. */
  doubts: number[]
}

/** Room for a first thousand cells; grows by itself. */
export const nothingCovered = (): Covered => ({
  length: 0,
  cells: new Int32Array(1024),
  steps: new Uint8Array(1024),
  doubts: [],
})

interface CoverInput {
  cells: Cells
  cover: Cover
  slot: number
  steps: readonly DecayStep[]
}

/** Fills `into` with what a source covers, in the order of the cells; its arrays grow when they must. */
export function coverInto(into: Covered, { cells, cover, slot, steps }: CoverInput): void {
  into.length = 0
  const reachMeters = cover.aim(slot)
  const { binStart, columns } = cells
  const first = steps[0]
  const sureMeters = first ? radiusOf(reachMeters, first) : 0
  cover.bound(reachMeters)
  for (let j = cover.j0; j <= cover.j1; j++) {
    cover.narrow(j)
    const { i0, i1 } = cover
    if (i0 > i1) continue
    // The bins of a row lie one after another.
    const row = j * columns
    const begin = binStart[row + i0] ?? 0
    const end = binStart[row + i1 + 1] ?? 0
    if (into.length + end - begin > into.cells.length) widen(into, into.length + end - begin)
    cover.within(j, sureMeters)
    const isSome = cover.i0 <= cover.i1
    const sure = isSome ? (binStart[row + cover.i0] ?? 0) : end
    const unsure = isSome ? (binStart[row + cover.i1 + 1] ?? 0) : end
    if (steps.length === 1) {
      cover.addMet(into, { begin, end: sure, radius: sureMeters })
      for (let cell = sure; cell < unsure; cell++) into.cells[into.length++] = cell
      cover.addMet(into, { begin: unsure, end, radius: sureMeters })
      continue
    }
    for (let cell = begin; cell < end; cell++) {
      const step = cell >= sure && cell < unsure ? 0 : cover.stepAt(cell, steps, reachMeters)
      if (step < 0) continue
      into.cells[into.length] = cell
      into.steps[into.length] = step
      into.length += 1
    }
  }
  if (into.doubts.length > 0) cover.settleDoubts(into, sureMeters)
}

function widen(into: Covered, least: number): void {
  const [cells, steps] = [new Int32Array(least * 2), new Uint8Array(least * 2)]
  cells.set(into.cells)
  steps.set(into.steps)
  into.cells = cells
  into.steps = steps
}
