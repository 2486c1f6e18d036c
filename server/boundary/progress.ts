import type { BoundaryProgress } from './boundary.ts'

export type Tell = (progress: BoundaryProgress) => void

/** How far the files are that this process is reading, each under the name that its sender gave it. */
export class ProgressBoard {
  readonly #known = new Map<string, BoundaryProgress>()

  /** @returns what tells of the file, and what forgets it */
  begin(key: string | undefined): { tell: Tell; end: () => void } {
    if (key === undefined) return { tell: () => undefined, end: () => undefined }
    const tell: Tell = progress => void this.#known.set(key, progress)
    tell({ step: 'waiting', share: 0 })
    return { tell, end: () => void this.#known.delete(key) }
  }

  of = (key: string): BoundaryProgress => this.#known.get(key) ?? { step: null, share: 0 }
}

/** The one of this process. */
export const progressBoard = new ProgressBoard()
