import { z } from 'zod'
import { type RiskBand, type RiskChoice, type RiskFactor, RiskMethod } from '../../server/risk/risk.ts'
import { checkMethod } from '../../server/risk/rules/method-check.ts'
import type { MethodRevision } from '../../server/risk/rules/revision.ts'
import { mergedFields, mergedRows } from './merge.ts'

const tables = {
  title: true,
  titleEn: true,
  standard: true,
  clause: true,
  note: true,
  noteEn: true,
  verified: true,
  factors: true,
  choices: true,
  bands: true,
  grades: true,
} as const
/** A draft as it is kept while nobody publishes it: it may have faults. `seenId` is the version it would replace. */
export const KeptMethod = z.object({ seenId: z.int(), tables: RiskMethod.pick(tables) })
export type KeptMethod = z.infer<typeof KeptMethod>

type Words = Pick<RiskMethod, 'title' | 'titleEn' | 'standard' | 'clause' | 'note' | 'noteEn' | 'verified'>

/**
 * The next version of a method while it is written. What is changed counts as unverified until somebody says that it
 * was checked; `seen` is the version in force that the draft would replace.
 */
export class MethodDraft {
  readonly seen: RiskMethod
  words = $state.raw<Words>(wordsOf())
  factors = $state.raw<readonly RiskFactor[]>([])
  choices = $state.raw<readonly RiskChoice[]>([])
  bands = $state.raw<readonly RiskBand[]>([])
  readonly #grades: RiskMethod['grades']
  readonly faults = $derived.by(() =>
    checkMethod({
      form: this.seen.form,
      factors: [...this.factors],
      choices: [...this.choices],
      bands: [...this.bands],
      grades: this.#grades,
    }),
  )
  readonly changes: number = $derived.by(
    () =>
      countWords(this.words, this.seen) +
      differing(this.choices, this.seen.choices) +
      differing(this.bands, this.seen.bands) +
      differing(this.factors, this.seen.factors),
  )

  /** @param content whose tables the draft begins with: those in force, an earlier version's, or another draft's */
  constructor(
    seen: RiskMethod,
    content: Words & Pick<RiskMethod, 'factors' | 'choices' | 'bands' | 'grades'> = seen,
  ) {
    this.seen = seen
    this.words = wordsOf(content)
    this.factors = content.factors
    this.choices = content.choices
    this.bands = content.bands
    this.#grades = content.grades
  }

  say(words: Partial<Words>) {
    this.words = { ...this.words, ...words }
  }

  faultAt = (path: string) => this.faults.find(fault => fault.path === path)?.message

  choicesOf = (factor: string): { choice: RiskChoice; place: number }[] =>
    this.choices.flatMap((choice, place) => (choice.factor === factor ? [{ choice, place }] : []))

  setChoice(place: number, change: Partial<RiskChoice>) {
    this.choices = this.choices.map((each, i) =>
      i === place ? { ...each, verified: false, ...change } : each,
    )
  }

  addChoice(factor: string) {
    this.choices = [...this.choices, { factor, value: '', meaning: '', meaningEn: '', verified: false }]
  }

  removeChoice(place: number) {
    this.choices = this.choices.filter((_, i) => i !== place)
  }

  setBand(level: RiskBand['level'], change: Partial<RiskBand>) {
    this.bands = this.bands.map(each =>
      each.level === level ? { ...each, verified: false, ...change } : each,
    )
  }

  setFactor(name: string, change: Partial<RiskFactor>) {
    this.factors = this.factors.map(each =>
      each.factor === name ? { ...each, verified: false, ...change } : each,
    )
  }

  get input(): MethodRevision {
    return { revision: this.seen.revision, ...this.tables }
  }

  get tables() {
    return {
      ...this.words,
      factors: [...this.factors],
      choices: [...this.choices],
      bands: [...this.bands],
      grades: this.#grades,
    }
  }

  get kept(): KeptMethod {
    return { seenId: this.seen.id, tables: this.tables }
  }

  /** The same changes over the version that somebody published meanwhile, theirs kept where one changed nothing. */
  over(theirs: RiskMethod): MethodDraft {
    const [base, mine] = [this.seen, this.tables]
    return new MethodDraft(theirs, {
      ...mergedFields(wordsOf(base), wordsOf(mine), wordsOf(theirs)),
      factors: mergedRows(({ factor }) => factor, of('factors')),
      choices: mergedRows(({ factor, value }) => `${factor} ${value}`, of('choices')),
      bands: mergedRows(({ level }) => String(level), of('bands')),
      grades: this.#grades,
    })
    function of<Name extends 'factors' | 'choices' | 'bands'>(name: Name) {
      return { base: base[name], mine: mine[name], theirs: theirs[name] }
    }
  }
}

const nothing: Words = {
  title: '',
  titleEn: '',
  standard: '',
  clause: '',
  note: '',
  noteEn: '',
  verified: false,
}

function wordsOf({ title, titleEn, standard, clause, note, noteEn, verified }: Words = nothing): Words {
  return { title, titleEn, standard, clause, note, noteEn, verified }
}

const countWords = (words: Words, seen: RiskMethod): number =>
  Object.entries(wordsOf(seen)).filter(([name, value]) =>
    Object.entries(words).some(([key, now]) => key === name && now !== value),
  ).length

/** Rows of either list that the other one does not have; a changed row counts once. */
export function differing(now: readonly object[], before: readonly object[]): number {
  const texts = (rows: readonly object[]) => new Set(rows.map(row => JSON.stringify(row)))
  const [mine, theirs] = [texts(now), texts(before)]
  const added = [...mine].filter(text => !theirs.has(text)).length
  const gone = [...theirs].filter(text => !mine.has(text)).length
  return Math.max(added, gone)
}
