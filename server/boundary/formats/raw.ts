import { invalid, type Refusal, type Words } from '../../errors.ts'
import type { BoundaryFormat, Crs, RowProblem } from '../boundary.ts'

/** A position as the file writes it: two numbers in the file's own coordinate system. */
export type Pair = [x: number, y: number]

export type Value = string | number | boolean | null

/** One row of a file: what it says, and its polygons as rings in the file's own coordinates. */
export interface RawFeature {
  /** Counted from 1 in the order of the file. */
  row: number
  values: Record<string, Value>
  parts: Pair[][][]
}

/** A file of boundaries, read but not yet placed on the earth. */
export interface RawBoundaries {
  format: BoundaryFormat
  /** What the file says about its coordinates, or null when it says nothing. */
  crs: Crs | null
  /** How the file itself names its coordinates, for showing. */
  crsName: string
  /** How texts were read, where the file leaves that open. */
  encoding: string
  fields: string[]
  features: RawFeature[]
  /** Rows that cannot be used, in the order of the file. */
  problems: RowProblem[]
  /** Whether the format says which way rings run. */
  saysWinding: boolean
}

export const mostFeatures = 50_000
export const mostPositions = 2_000_000
export const mostFields = 200
const mostProblems = 200
const longestText = 1000

/** Gathers features row by row and holds them to the limits. */
export class Gathering {
  readonly features: RawFeature[] = []
  readonly problems: RowProblem[] = []
  readonly #fields = new Set<string>()
  #row = 0
  #positions = 0

  get fields(): string[] {
    return [...this.#fields]
  }

  /** Takes the next row: polygons, or null for a row without geometry. */
  add(values: Record<string, unknown>, parts: Pair[][][] | null): void {
    this.#row += 1
    if (this.#row > mostFeatures) throw tooMany(`${mostFeatures} 行`, `${mostFeatures} rows`)
    if (!parts || parts.every(rings => rings.length === 0)) {
      this.#refuse('geometry', { zh: '没有面', en: 'There is no polygon' })
      return
    }
    for (const rings of parts) for (const ring of rings) this.#count(ring.length)
    this.features.push({ row: this.#row, values: this.#valuesOf(values), parts })
  }

  /** Counts the next row as one that cannot be used. */
  refuse(path: string, message: Words): void {
    this.#row += 1
    if (this.#row > mostFeatures) throw tooMany(`${mostFeatures} 行`, `${mostFeatures} rows`)
    this.#refuse(path, message)
  }

  #refuse(path: string, message: Words): void {
    if (this.problems.length < mostProblems) this.problems.push({ row: this.#row, path, message })
  }

  #count(positions: number): void {
    this.#positions += positions
    if (this.#positions > mostPositions) {
      throw tooMany(`${mostPositions} 个顶点`, `${mostPositions} positions`)
    }
  }

  #valuesOf(values: Record<string, unknown>): Record<string, Value> {
    const taken: [string, Value][] = []
    for (const [name, value] of Object.entries(values)) {
      const field = plainText(name)
      if (field === '' || (!this.#fields.has(field) && this.#fields.size >= mostFields)) continue
      this.#fields.add(field)
      taken.push([field, plainValue(value)])
    }
    // fromEntries makes own properties, so that a field named __proto__ is a field and nothing else.
    return Object.fromEntries(taken)
  }
}

function plainValue(value: unknown): Value {
  if (typeof value === 'string') return plainText(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null
  if (typeof value === 'bigint') return String(value)
  return null
}

/** Without what no database stores: NUL, other control signs and halves of surrogate pairs. */
export const plainText = (text: string): string =>
  text
    .slice(0, longestText)
    .replaceAll(/\p{Surrogate}|\p{Cc}/gu, ' ')
    .trim()

export const damaged = (zh: string, en: string): Refusal =>
  invalid('file', {
    zh: `文件已损坏或不完整：${zh}。请从源系统重新导出`,
    en: `The file is damaged or incomplete: ${en}. Export it again from where it came`,
  })

const tooMany = (zh: string, en: string): Refusal =>
  invalid('file', {
    zh: `文件超过 ${zh} 的上限，请按区域拆分后分别导入`,
    en: `The file is over the limit of ${en}; split it by area and import the parts`,
  })
