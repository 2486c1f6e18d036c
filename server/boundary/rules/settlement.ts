import { lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import type { Answers, CleanOptions, Defect, Mend } from '../boundary.ts'
import type { Survey } from './survey.ts'

/** What nobody has. */
export const nobody = -1

/** A defect as a rule finds it; sizes come from its cells. */
export interface Found {
  kind: Defect['kind']
  faces: readonly number[]
  cells: readonly number[]
  asked: boolean
  proposal: Mend
  choices: Mend[]
  beyond?: Defect['beyond']
}

/** Who gets each cell while defects are found and mended, one rule after the other. */
export class Settlement {
  readonly survey: Survey
  readonly options: CleanOptions
  /** The face that gets each cell, or `nobody`. Faces made here follow those of the file. */
  readonly owner: Int32Array
  readonly made: { row: number; piece: number }[] = []
  /** Twice the area that each face of the file has lost so far. */
  readonly lost: bigint[]
  /** Of that, what it lost without anybody being asked. */
  readonly #unasked: bigint[]
  /** The ground of each defect that has some, by its name. */
  readonly grounds = new Map<string, readonly number[]>()
  readonly #defects = new Map<string, Defect>()
  readonly #answers: Answers

  constructor(survey: Survey, { options, answers }: { options: CleanOptions; answers: Answers }) {
    this.survey = survey
    this.options = options
    this.#answers = answers
    this.owner = new Int32Array(survey.cellCount).fill(nobody)
    this.lost = survey.faces.map(() => 0n)
    this.#unasked = survey.faces.map(() => 0n)
  }

  get defects(): Defect[] {
    return [...this.#defects.values()]
  }

  rowOf = (face: number): number => this.survey.faces[face]?.row ?? 0

  /** Writes a defect down. @returns the mend that was chosen, or proposed as long as nothing is */
  decide({ kind, faces, cells, asked, proposal, choices, beyond }: Found): Mend {
    const { doubleArea, at, bounds, ...size } = this.survey.shapeOf(cells)
    const id = `${kind}:${at.join()}:${doubleArea}`
    this.grounds.set(id, cells)
    return this.#note({
      id,
      kind,
      rows: faces.map(this.rowOf),
      at: lngLatOf(at),
      bounds: [bounds[0] / 1e7, bounds[1] / 1e7, bounds[2] / 1e7, bounds[3] / 1e7],
      ...size,
      asked,
      proposal,
      choices: [...new Set([proposal, ...choices])],
      ...(beyond && { beyond }),
    })
  }

  /** A defect of a point, put right without a choice. */
  notePoint(kind: Defect['kind'], face: number, at: Spot): void {
    const [lng, lat] = lngLatOf(at)
    this.#note({
      id: `${kind}:${at.join()}:${this.rowOf(face)}`,
      kind,
      rows: [this.rowOf(face)],
      at: [lng, lat],
      bounds: [lng, lat, lng, lat],
      squareMeters: 0,
      widthMeters: null,
      asked: false,
      proposal: 'mend',
      choices: ['mend'],
    })
  }

  #note(defect: Omit<Defect, 'answer'>): Mend {
    const given = this.#answers[defect.id]
    const answer = given !== undefined && defect.choices.includes(given) ? given : null
    this.#defects.set(defect.id, { ...defect, answer })
    return answer ?? defect.proposal
  }

  /** Whether a face would lose more than may be taken unasked, were it to lose this much more. */
  losesMuch(face: number, more: bigint): boolean {
    const had = this.survey.doubleAreas[face] ?? 0n
    const most = BigInt(Math.round(this.options.mostLossShare * 1e6))
    return ((this.#unasked[face] ?? 0n) + more) * 1_000_000n > had * most
  }

  lose(face: number, cells: readonly number[], asked: boolean): void {
    if (face >= this.lost.length || face < 0) return
    const area = cells.reduce((sum, cell) => sum + this.survey.doubleAreaOf(cell), 0n)
    this.lost[face] = (this.lost[face] ?? 0n) + area
    if (!asked) this.#unasked[face] = (this.#unasked[face] ?? 0n) + area
  }

  give(cells: readonly number[], face: number): void {
    for (const cell of cells) this.owner[cell] = face
  }

  /** A face that the file does not have: a piece of one, or a filled gap (row 0). */
  make(row: number): number {
    const piece = this.made.filter(each => each.row === row).length + (row === 0 ? 1 : 2)
    return this.survey.faces.length + this.made.push({ row, piece }) - 1
  }

  /** Faces around cells with the length of the common edge in millimetres, longest first. */
  neighboursOf(cells: readonly number[]): { face: number; millimeters: number }[] {
    const inside = new Set(cells)
    const lengths = new Map<number, number>()
    const { arrangement } = this.survey
    for (const half of this.survey.halvesOf(cells)) {
      const other = arrangement.cellOf(half ^ 1)
      const face = inside.has(other) ? nobody : (this.owner[other] ?? nobody)
      if (face !== nobody) lengths.set(face, (lengths.get(face) ?? 0) + this.survey.lengthOf(half))
    }
    return [...lengths]
      .map(([face, millimeters]) => ({ face, millimeters }))
      .sort((p, q) => q.millimeters - p.millimeters || p.face - q.face)
  }

  /** Decides what is done about cells that `face` had, or nobody, and does it. */
  settle(found: Found, face: number): void {
    const { cells, asked } = found
    const mend = this.decide(found)
    const to = this.#target(mend)
    if (to === face) return
    if (to !== null) this.give(cells, to)
    else if (mend === 'separate') this.separate({ cells, face })
    else if (mend === 'new') this.give(cells, this.make(0))
    else if (mend === 'drop') this.give(cells, nobody)
    else return
    if (mend !== 'separate') this.lose(face, cells, asked)
  }

  separate({ cells, face }: { cells: readonly number[]; face: number }): void {
    this.give(cells, this.make(this.rowOfAny(face)))
  }

  #target(mend: Mend): number | null {
    if (!mend.startsWith('give:')) return null
    const row = Number(mend.slice(5))
    return this.survey.faces.findIndex(face => face.row === row)
  }

  rowOfAny = (face: number): number => {
    const made = this.made[face - this.survey.faces.length]
    return made ? made.row : this.rowOf(face)
  }

  /** A mend that gives to a face, or nothing when a mend cannot name it because it was made here. */
  givingTo = (face: number): Mend[] => (face < this.survey.faces.length ? [`give:${this.rowOf(face)}`] : [])
}
