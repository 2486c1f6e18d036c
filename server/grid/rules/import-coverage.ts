import { CleanOptions } from '../../boundary/boundary.ts'
import { piecesOf } from '../../boundary/rules/pieces.ts'
import { sameEdges } from '../../boundary/rules/same-edges.ts'
import { nobody, Settlement } from '../../boundary/rules/settlement.ts'
import { Survey } from '../../boundary/rules/survey.ts'
import { polygonOf, traceFaces } from '../../boundary/rules/trace.ts'
import type { Polygon } from '../../region/place.ts'
import { type Spot, spotOf } from '../../region/rules/lattice.ts'
import { type Common, matched } from './match-faces.ts'
import { Wholes } from './whole-faces.ts'

/** A grid of the coverage as it is, or a face of a clean file. */
export interface Drawn {
  code: string
  polygon: Polygon
  /** Whether it becomes no grid, or no face, of the other side, whatever ground they share. */
  isApart?: boolean
  /** The divided grids that it lies in, by their place in the list. */
  tiers?: readonly number[]
}

/** What importing makes of one face: of which present grid (by place in the list), and which face of the file. */
export interface ImportedFace {
  /** Null: a face of its own. */
  present: number | null
  /** Null: what is left of a present grid that the file does not have. */
  file: number | null
  /** The present grid with most of the ground, or null on ground that no grid had. */
  origin: number | null
  polygon: Polygon
}

export interface ImportedCoverage {
  /** Faces that are drawn otherwise than they were, are made, or stand for a face of the file. */
  faces: ImportedFace[]
  /** Present grids that are no more, each with the place in `faces` of the one that gets most of its ground, or null. */
  gone: Map<number, number | null>
  /** Faces of the file that are a divided grid as a whole, with its place in the list; its lower grids stay. */
  wholes: Map<number, number>
}

/**
 * Lays a clean file over the present coverage. Faces of the file become the grids with their code, or else with most
 * common ground; the others are new. Ground that the file leaves out stays where it was, so that no hole comes about.
 *
 * @param tiers the divided grids that a face of the file may stand for as a whole: what lies in one stays, ends where
 * the face ends, and takes what the face has besides
 */
export const importCoverage = (
  present: readonly Drawn[],
  file: readonly Drawn[],
  tiers: readonly { code: string }[] = [],
): ImportedCoverage => new Import({ present, file, tiers }).result()

const ringsOf = ({ polygon }: Drawn): Spot[][] =>
  polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf))

/** Faces are numbered as the survey has them: first those of the file, then the present ones. */
class Import {
  readonly #present: readonly Drawn[]
  readonly #file: readonly Drawn[]
  readonly #settlement: Settlement
  /** Present grids by the face of the file that becomes them, and the other way round. */
  readonly #presentOf: Map<number, number>
  readonly #fileOf: Map<number, number>
  /** Present ground that the file covers nowhere. */
  readonly #left: number[] = []
  readonly #wholes: Wholes
  /** What a divided grid gets that none of its lower grids had. */
  readonly #gained: number[] = []

  constructor({
    present,
    file,
    tiers,
  }: { present: readonly Drawn[]; file: readonly Drawn[]; tiers: readonly { code: string }[] }) {
    this.#present = present
    this.#file = file
    const survey = new Survey(
      [...file, ...present].map((face, i) => ({ row: i + 1, parts: [ringsOf(face)] })),
    )
    this.#settlement = new Settlement(survey, { options: CleanOptions.parse({}), answers: {} })
    const common = this.#common()
    this.#wholes = new Wholes({ present, file, tiers, common, areas: survey.doubleAreas })
    const { isWhole, isIn } = this.#wholes
    this.#presentOf = matched({
      present: present.map((grid, i) => ({ ...grid, isApart: grid.isApart === true || isIn(i) })),
      file: file.map((face, i) => ({ ...face, isApart: face.isApart === true || isWhole(i) })),
      common,
    })
    this.#fileOf = new Map([...this.#presentOf].map(([face, grid]) => [grid, face]))
  }

  result(): ImportedCoverage {
    this.#giveFiled()
    const isExact = this.#left.length === 0
    if (!isExact) this.#giveLeft()
    if (!isExact || this.#wholes.count > 0) this.#joinLoose()
    const traced = traceFaces(this.#settlement)
    const heirs = this.#heirs()
    const faces = [...traced.keys()]
      .sort((a, b) => a - b)
      .flatMap((face): (ImportedFace & { face: number })[] => {
        const { present, file } = this.#identityOf(face)
        const drawn =
          file === null || !isExact ? polygonOf(traced.get(face) ?? []) : this.#file[file]?.polygon
        const before = present === null ? undefined : this.#present[present]
        const polygon = before && drawn && sameEdges(before.polygon, drawn) ? before.polygon : drawn
        if (!polygon || (file === null && polygon === before?.polygon)) return []
        return [{ face, present, file, origin: present ?? heirs.origins.get(face) ?? null, polygon }]
      })
    const placeOf = new Map(faces.map(({ face }, i) => [face, i]))
    const standing = new Set([...traced.keys()].flatMap(face => this.#identityOf(face).present ?? []))
    const gone = this.#present.flatMap((_, grid): [number, number | null][] => {
      const heir = heirs.takers.get(grid)
      return standing.has(grid) ? [] : [[grid, heir === undefined ? null : (placeOf.get(heir) ?? null)]]
    })
    const wholes = this.#wholes.tiers
    return { faces: faces.map(({ face: _, ...rest }) => rest), gone: new Map(gone), wholes }
  }

  #identityOf(face: number): { present: number | null; file: number | null } {
    if (face < this.#file.length) return { present: this.#presentOf.get(face) ?? null, file: face }
    const present = face - this.#file.length
    return { present: present < this.#present.length ? present : null, file: null }
  }

  /** The face of the file and the present grid over a cell. */
  #over(cell: number): { file: number | undefined; present: number | undefined } {
    const members = this.#settlement.survey.members[cell] ?? []
    const file = members.find(face => face < this.#file.length)
    const face = members.find(each => each >= this.#file.length)
    return { file, present: face === undefined ? undefined : face - this.#file.length }
  }

  #common(): Common {
    const { survey } = this.#settlement
    const common: Common = new Map()
    for (const cell of survey.members.keys()) {
      const { file, present } = this.#over(cell)
      if (file === undefined || present === undefined) continue
      const row = common.get(file) ?? new Map<number, bigint>()
      common.set(file, row.set(present, (row.get(present) ?? 0n) + survey.doubleAreaOf(cell)))
    }
    return common
  }

  #giveFiled(): void {
    for (const cell of this.#settlement.survey.members.keys()) {
      const { file, present } = this.#over(cell)
      if (file === undefined) {
        if (present !== undefined) this.#left.push(cell)
      } else if (!this.#wholes.isWhole(file)) this.#settlement.give([cell], file)
      else if (this.#wholes.hasLower(file, present))
        this.#settlement.give([cell], this.#file.length + present)
      else this.#gained.push(cell)
    }
  }

  /** A grid keeps what the file leaves out; one that the file does not have, only when that is half of it or more. */
  #giveLeft(): void {
    const { survey } = this.#settlement
    const left = new Map<number, bigint>()
    for (const cell of this.#left) {
      const { present = 0 } = this.#over(cell)
      left.set(present, (left.get(present) ?? 0n) + survey.doubleAreaOf(cell))
    }
    for (const cell of this.#left) {
      const { present = 0 } = this.#over(cell)
      const face = this.#file.length + present
      const isMuch = (left.get(present) ?? 0n) * 2n >= (survey.doubleAreas[face] ?? 0n)
      const stays = this.#wholes.isIn(present) || (isMuch && !this.#present[present]?.isApart)
      const owner = this.#fileOf.get(present) ?? (stays ? face : nobody)
      this.#settlement.give([cell], owner)
    }
  }

  /** What hangs on nothing of its own goes to the neighbour with the longest common edge; a large piece is a face. */
  #joinLoose(): void {
    const settlement = this.#settlement
    const { options, survey } = settlement
    for (const { face, cells } of this.#loosePieces()) {
      const { squareMeters, widthMeters } = survey.shapeOf(cells)
      const isLarge = squareMeters >= options.smallestSquareMeters && widthMeters >= options.sliverMeters
      if (isLarge && face >= this.#file.length) settlement.separate({ cells, face })
      else settlement.give(cells, nobody)
    }
    let open = this.#ownerless()
    while (open.length > 0) {
      const next = open.filter(cell => !this.#join(cell))
      // What nothing touches was no part of the coverage's ground but an island: it stays a face.
      if (next.length === open.length) settlement.give(next.slice(0, 1), settlement.make(0))
      open = next.filter(cell => settlement.owner[cell] === nobody)
    }
  }

  #ownerless(): number[] {
    const { owner, survey } = this.#settlement
    const all = this.#wholes.count > 0 ? [...survey.members.keys()] : this.#left
    const isOurs = (cell: number) => (survey.members[cell]?.length ?? 0) > 0
    return all.filter(cell => owner[cell] === nobody && isOurs(cell))
  }

  /** In a divided grid that the file has as a whole only to what lies in it. */
  #join(cell: number): boolean {
    const { file } = this.#over(cell)
    const isWhole = file !== undefined && this.#wholes.isWhole(file)
    const mayHave = ({ face }: { face: number }) =>
      !isWhole || this.#wholes.hasLower(file, face - this.#file.length)
    const longest = this.#settlement.neighboursOf([cell]).find(mayHave)
    if (longest) this.#settlement.give([cell], longest.face)
    return longest !== undefined
  }

  /** Pieces that are not the main one of their face: the one with ground of the file, or else the largest. */
  #loosePieces() {
    const ofFile = (cells: readonly number[]) => cells.some(cell => this.#over(cell).file !== undefined)
    const mains = new Map<number, { cells: number[]; doubleArea: bigint }>()
    const pieces = piecesOf(this.#settlement)
    for (const piece of pieces) {
      const main = mains.get(piece.face)
      const isMore =
        !main ||
        (ofFile(piece.cells) === ofFile(main.cells)
          ? piece.doubleArea > main.doubleArea
          : ofFile(piece.cells))
      if (isMore) mains.set(piece.face, piece)
    }
    return pieces.filter(piece => mains.get(piece.face) !== piece)
  }

  /** Which present grid gave most of each face, and which face took most of each present grid. */
  #heirs(): { origins: Map<number, number>; takers: Map<number, number> } {
    const { survey, owner } = this.#settlement
    const origins = new Map<number, Map<number, bigint>>()
    const takers = new Map<number, Map<number, bigint>>()
    for (const [cell, face] of owner.entries()) {
      const { present } = this.#over(cell)
      if (face === nobody || present === undefined) continue
      for (const [sums, key, other] of [
        [origins, face, present],
        [takers, present, face],
      ] as const) {
        const row = sums.get(key) ?? new Map<number, bigint>()
        sums.set(key, row.set(other, (row.get(other) ?? 0n) + survey.doubleAreaOf(cell)))
      }
    }
    return { origins: mostOf(origins), takers: mostOf(takers) }
  }
}

const mostOf = (sums: ReadonlyMap<number, ReadonlyMap<number, bigint>>): Map<number, number> =>
  new Map(
    [...sums].map(([key, row]) => [
      key,
      [...row].reduce((most, each) => (each[1] > most[1] ? each : most))[0],
    ]),
  )
