import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { Coverage } from '../../server/grid/rules/coverage.ts'
import { reasons } from '../../server/grid/rules/coverage-edit.ts'
import type { Both } from '../../server/region/place.ts'
import { type Spot, spotOf } from '../../server/region/rules/lattice.ts'
import type { Picked } from '../map/stage.svelte.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'

export type PickerKind = 'merge' | 'simplify' | 'undivide'

export type PickerHint =
  | { kind: 'pick'; count: number }
  | { kind: 'unpick' }
  | { kind: 'refused'; reason: Both }

export interface PickerInput {
  kind: PickerKind
  draft: BoundaryDraft
  /** How far a boundary may move when it is simplified, in metres. */
  toleranceMeters: () => number
  onmark: () => void
  ondone: (faces: readonly number[]) => void
}

/** Chooses whole grids by clicking them: to join them (the first keeps its name and code), to simplify them, or to take lower ones away. */
export class FacePicker {
  hint = $state.raw<PickerHint>({ kind: 'pick', count: 0 })
  at = $state.raw({ x: 0, y: 0 })
  snap = $state.raw<{ spot: Spot; isBad: boolean } | undefined>()
  picked = $state.raw<readonly number[]>([])
  readonly #input: PickerInput

  constructor(input: PickerInput, picked: readonly number[] = []) {
    this.#input = input
    this.picked = picked.filter(face => input.draft.coverage.has(face))
  }

  get kind(): PickerKind {
    return this.#input.kind
  }

  get cursor(): string {
    return this.hint.kind === 'refused' ? 'not-allowed' : 'pointer'
  }

  get isDrawing(): boolean {
    return this.picked.length > 0
  }

  hover({ lngLat, at }: Pick<Picked, 'lngLat' | 'at'>): void {
    this.at = at
    const face = this.#input.draft.coverage.faceAt(spotOf(lngLat))
    if (face === undefined) this.hint = { kind: 'refused', reason: outside }
    else if (this.picked.includes(face)) this.hint = { kind: 'unpick' }
    else this.hint = { kind: 'pick', count: this.picked.length }
    this.#input.onmark()
  }

  click({ lngLat, at }: Pick<Picked, 'lngLat' | 'at'>): void {
    this.at = at
    const face = this.#input.draft.coverage.faceAt(spotOf(lngLat))
    if (face === undefined) return
    if (this.kind === 'undivide') {
      this.#pickAll(face)
      return
    }
    this.picked = this.picked.includes(face) ? this.#without(face) : this.#whole([...this.picked, face])
    this.#input.onmark()
  }

  /** What is joined across grids above is those grids as a whole, with all that lies in them. */
  #whole(faces: readonly number[]): readonly number[] {
    const { coverage } = this.#input.draft
    return this.kind === 'merge' ? alike(coverage, faces).flatMap(id => coverage.facesUnder(id)) : faces
  }

  #without(face: number): readonly number[] {
    const { coverage } = this.#input.draft
    const whole = this.kind === 'merge' ? alike(coverage, this.picked) : [face]
    const gone = whole.map(id => coverage.facesUnder(id)).find(faces => faces.includes(face)) ?? [face]
    return this.#whole(this.picked.filter(each => !gone.includes(each)))
  }

  /** All lower grids of the one that a grid lies in. */
  #pickAll(face: number): void {
    const { coverage } = this.#input.draft
    const above = coverage.aboveOf(face)
    if (above === null) this.hint = { kind: 'refused', reason: reasons.undivided }
    this.picked = above === null ? [] : coverage.facesUnder(above)
    this.#input.onmark()
  }

  back(): boolean {
    const had = this.picked.length > 0
    this.picked = this.picked.slice(0, -1)
    this.#input.onmark()
    return had
  }

  clear(): void {
    this.picked = []
    this.snap = undefined
    this.#input.onmark()
  }

  finish(): void {
    const { draft, ondone, onmark } = this.#input
    const edit = this.#edit()
    const refusal = edit ? draft.perform(edit) : undefined
    if (!edit || refusal) {
      this.hint = { kind: 'refused', reason: refusal?.reason ?? tooFew }
      this.snap = refusal && { spot: refusal.at, isBad: true }
      onmark()
      return
    }
    const faces = this.kind === 'undivide' ? draft.touched : [...this.picked]
    this.clear()
    ondone(faces)
  }

  #undivision(faces: readonly number[]): BoundaryEdit | undefined {
    const face = common(faces.map(id => this.#input.draft.coverage.pathOf(id)))
    return face === undefined ? undefined : { kind: 'undivide', face }
  }

  #edit(): BoundaryEdit | undefined {
    const faces = [...this.picked]
    if (this.kind === 'merge') {
      const grids = alike(this.#input.draft.coverage, faces)
      return grids.length < 2 ? undefined : { kind: 'merge', faces: grids }
    }
    if (this.kind === 'undivide') return this.#undivision(faces)
    const toleranceMeters = this.#input.toleranceMeters()
    return faces.length < 1 ? undefined : { kind: 'simplify', faces, toleranceMeters, outer: true }
  }
}

/** The grids of one level that some faces are or lie in: the lowest ones that lie in the same grid. */
function alike(coverage: Coverage, faces: readonly number[]): number[] {
  const paths = faces.map(face => [face, ...coverage.pathOf(face)].toReversed())
  const depth = paths[0]?.findIndex((id, i) => paths.some(path => path[i] !== id)) ?? -1
  return [...new Set(depth < 0 ? faces : paths.flatMap(path => path[depth] ?? []))]
}

function common([first = [], ...others]: number[][]): number | undefined {
  return first.find(id => others.every(path => path.includes(id)))
}

const outside: Both = { zh: '这里不在任何网格内', en: 'There is no grid here' }
const tooFew: Both = {
  zh: '先点选网格，合并要选两个以上',
  en: 'Click grids first; joining takes two or more',
}
