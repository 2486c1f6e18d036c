import type { FaceAttributes } from '../../server/grid/draft.ts'
import type { GridLevel } from '../../server/grid/grid.ts'
import type { Api } from '../api.ts'
import { nextIn, nextName } from './face-name.ts'

/** A face made by the edits, with the grid it was cut from. */
export interface MadeFace {
  face: number
  origin: string
  regionId: number
  /** Of the first level when it is not said. */
  level?: GridLevel
  /** The divided grid that it lies in. */
  above?: number | undefined
}

export interface MadeNamesInput {
  api: Pick<Api, 'get'>
  townId: number
  /** Names and codes that grids have now. */
  used: () => { names: ReadonlySet<string>; codes: ReadonlySet<string> }
  onchange: () => void
}

type Given = Partial<Omit<FaceAttributes, 'face'>>
export type NameFault = 'empty' | 'taken'

/** What the grids made in a draft are called and who leads them: suggested at first, then as people write it. */
export class MadeNames {
  #given = $state.raw<ReadonlyMap<number, Given>>(new Map())
  /** Codes that were suggested, with the village they were suggested for. */
  readonly #suggested = new Map<number, { code: string; regionId: number }>()
  readonly #asked = new Set<string>()
  readonly #input: MadeNamesInput

  constructor(input: MadeNamesInput, kept: readonly FaceAttributes[] = []) {
    this.#input = input
    this.#given = new Map(kept.map(({ face, ...given }) => [face, given]))
  }

  of = (face: number): Given => this.#given.get(face) ?? {}

  /** As the draft keeps them: only of faces that are there. */
  attributes(isThere: (face: number) => boolean): FaceAttributes[] {
    return [...this.#given]
      .filter(([face]) => isThere(face))
      .map(([face, { name, code, lead, phone, level, regionId }]) => ({
        face,
        ...(name?.trim() ? { name: name.trim() } : {}),
        ...(code?.trim() ? { code: code.trim() } : {}),
        ...(lead === undefined ? {} : { lead: lead.trim() }),
        ...(phone === undefined ? {} : { phone }),
        ...(level === undefined ? {} : { level }),
        ...(regionId === undefined ? {} : { regionId }),
      }))
  }

  set(face: number, change: Given): void {
    this.#put(face, change)
    this.#input.onchange()
  }

  #put(face: number, change: Given) {
    this.#given = new Map([...this.#given, [face, { ...this.of(face), ...change }]])
  }

  /** What stands in the way of a name or a code. */
  fault(face: number, field: 'name' | 'code', made: readonly MadeFace[]): NameFault | undefined {
    const value = this.of(face)[field]?.trim() ?? ''
    if (value === '') return 'empty'
    const others = made.filter(each => each.face !== face).map(each => this.of(each.face)[field]?.trim())
    const { names, codes } = this.#input.used()
    return others.includes(value) || (field === 'name' ? names : codes).has(value) ? 'taken' : undefined
  }

  /** Gives names at once, and codes as soon as the server says which are free. */
  async suggest(made: readonly MadeFace[]): Promise<void> {
    const { names } = this.#input.used()
    for (const { face, origin, above } of byNumber(made)) {
      if (this.of(face).name !== undefined) continue
      const taken = new Set([...names, ...[...this.#given.values()].flatMap(({ name }) => name ?? [])])
      const over = above === undefined ? undefined : (this.of(above).name ?? origin)
      this.#put(face, { name: over === undefined ? nextName(origin, taken) : nextIn(over, taken) })
    }
    const lacking = new Map<string, MadeFace[]>()
    for (const each of byNumber(made)) {
      if (this.#hasCode(each.face, each.regionId)) continue
      const row = `${each.regionId} ${each.level ?? 'first'}`
      lacking.set(row, [...(lacking.get(row) ?? []), each])
    }
    await Promise.all([...lacking.values()].map(faces => this.#suggestCodes(faces)))
  }

  /** A code that was only suggested is given anew when its grid comes to lie in another village. */
  #hasCode(face: number, regionId: number): boolean {
    const { code } = this.of(face)
    const told = this.#suggested.get(face)
    return code !== undefined && !(told && told.code === code && told.regionId !== regionId)
  }

  async #suggestCodes(made: readonly MadeFace[]) {
    const { regionId: region = 0, level = 'first' } = made[0] ?? {}
    const faces = made.map(({ face }) => face)
    const question = `${region} ${level} ${faces}`
    if (this.#asked.has(question)) return
    this.#asked.add(question)
    const { api, townId, used, onchange } = this.#input
    try {
      // As many more as this draft has already taken for itself, so that some are left over.
      const count = faces.length + this.#given.size
      const free = await api.get<string[]>('/api/grid-codes/next', { town: townId, region, level, count })
      const mine = new Set([...this.#given.values()].flatMap(({ code }) => code ?? []))
      const left = free.filter(code => !mine.has(code) && !used().codes.has(code))
      const lacking = faces.filter(face => !this.#hasCode(face, region)).slice(0, left.length)
      for (const [i, face] of lacking.entries()) {
        const code = left[i] ?? ''
        this.#suggested.set(face, { code, regionId: region })
        this.#put(face, { code })
      }
      if (lacking.length > 0) onchange()
    } catch {
      // Without a suggestion the field stays empty; the server gives a free code when the draft is published.
    } finally {
      this.#asked.delete(question)
    }
  }
}

/** In the order in which they were made, which for those of one grid is that of the map. */
const byNumber = (made: readonly MadeFace[]) => [...made].sort((a, b) => b.face - a.face)
