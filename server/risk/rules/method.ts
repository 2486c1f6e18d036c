import type { Both } from '../../region/place.ts'
import type { RiskBand, RiskFactor, RiskGrade, RiskLevel, RiskMethod } from '../risk.ts'
import {
  compare,
  type Decimal,
  decimalOf,
  decimalText,
  nought,
  one,
  plus,
  roundedTo,
  times,
} from './decimal.ts'
import { type Fault, type Reading, readFactor } from './factor.ts'
import { assessedSeverity } from './severity.ts'

export interface Reckoned {
  assessed: true
  /** Exact decimal string. */
  score: string
  level: RiskLevel
  /** Whole thousandths, 0..3999. */
  severity: number
  /** A veto situation made it red, whatever the score. */
  vetoed: boolean
  /** The figures without the symbol of the result: `L3 × E6 × C15 = 270`. */
  working: string
  inputs: Record<string, string>
}

/** `factor` and `message` are the first of the faults. */
export type Assessed = Reckoned | { assessed: false; factor: string; message: Both; faults: Fault[] }

/**
 * Reckons a score by the method's formula and reads the level off the method's own bands. Only values that
 * the method's tables allow are accepted; a refusal names each factor at fault and what it may be.
 */
export function assess(method: RiskMethod, inputs: Readonly<Record<string, string>>): Assessed {
  const { readings, faults } = readAll(method, inputs)
  if (faults.length > 0) return refused(faults)
  const { score, working } = formulas[method.form](
    method,
    readings.filter(({ factor }) => isCounted(factor)),
  )
  const vetoes = readings.filter(({ factor, text }) => factor.kind === 'veto' && text !== '0')
  const level = vetoes.length > 0 ? 1 : levelOf(method.bands, score)
  if (level === 0) return refused([{ factor: 'score', message: noBand(method) }])
  const text = decimalText(score)
  return {
    assessed: true,
    score: text,
    level,
    severity: assessedSeverity({ level, score: text }, method.bands),
    vetoed: vetoes.length > 0,
    working: [working, ...vetoes.map(({ factor }) => factor.factor)].join(' · '),
    inputs: Object.fromEntries(readings.map(reading => [reading.factor.factor, reading.text])),
  }
}

function readAll(method: RiskMethod, inputs: Readonly<Record<string, string>>) {
  const faults: Fault[] = Object.keys(inputs)
    .filter(name => !method.factors.some(({ factor }) => factor === name))
    .map(name => ({ factor: name, message: unknownFactor(method, name) }))
  if (method.form === 'index') faults.push(...weightFaults(method.factors.filter(isCounted)))
  const readings: Reading[] = []
  for (const factor of method.factors) {
    const input = inputs[factor.factor] ?? ''
    if (input === '' && hasTwin(method, factor, inputs)) continue
    const read = readFactor(method, factor, input)
    if ('message' in read) faults.push(read)
    else readings.push(read)
  }
  return { readings, faults }
}

/** A veto situation turns a source red; it is no figure of the score. */
const isCounted = ({ kind }: RiskFactor) => kind !== 'veto'

/** Of a product's factors that share a term, one is enough. */
const hasTwin = (
  method: RiskMethod,
  { factor, term }: RiskFactor,
  inputs: Readonly<Record<string, string>>,
) =>
  method.form === 'product' &&
  method.factors.some(
    other => other.term === term && other.factor !== factor && (inputs[other.factor] ?? '') !== '',
  )

/** The weights of each term of an index sum to exactly 1. */
export function weightFaults(factors: readonly RiskFactor[]): Fault[] {
  return termsOf(factors, factor => factor).flatMap(({ term, parts }) => {
    const sum = parts.reduce((whole, { weight }) => plus(whole, decimalOf(weight ?? '') ?? nought), nought)
    if (compare(sum, one) === 0) return []
    const text = decimalText(sum)
    return [
      {
        factor: term,
        message: {
          zh: `${term} 组权重之和为 ${text}，应为 1`,
          en: `The weights of ${term} sum to ${text}, not 1`,
        },
      },
    ]
  })
}

interface Term<Part> {
  term: string
  parts: Part[]
}

function termsOf<Part>(parts: readonly Part[], factorOf: (part: Part) => RiskFactor): Term<Part>[] {
  const terms = new Map<string, Term<Part>>()
  for (const part of parts) {
    const { term } = factorOf(part)
    const known = terms.get(term) ?? { term, parts: [] }
    known.parts.push(part)
    terms.set(term, known)
  }
  return [...terms.values()]
}

interface Scored {
  score: Decimal
  working: string
}

const formulas: Record<RiskMethod['form'], (method: RiskMethod, readings: readonly Reading[]) => Scored> = {
  product: (_, readings) => {
    const terms = termsOf(readings, ({ factor }) => factor)
    const score = terms.reduce((product, { parts }) => times(product, largest(parts)), one)
    return {
      score,
      working: `${terms.map(({ parts }) => termText(parts)).join(' × ')} = ${decimalText(score)}`,
    }
  },
  index: ({ places }, readings) => {
    const kept = (value: Decimal) => (places === null ? value : roundedTo(places, value))
    const terms = termsOf(readings, ({ factor }) => factor).map(({ term, parts }) => {
      const sum = kept(
        parts.reduce((whole, { factor, counts }) => plus(whole, times(weightOf(factor), counts)), nought),
      )
      const figures = parts.map(({ factor, counts }) => `${factor.weight}×${decimalText(counts)}`).join(' + ')
      return { sum, text: `${term}(${figures} = ${decimalText(sum)})` }
    })
    const score = kept(terms.reduce((product, { sum }) => times(product, sum), one))
    return { score, working: `${terms.map(({ text }) => text).join(' × ')} = ${decimalText(score)}` }
  },
  score: (_, readings) => {
    const score = readings.find(({ factor }) => factor.kind === 'figure')?.counts ?? nought
    return { score, working: decimalText(score) }
  },
}

const weightOf = ({ weight }: RiskFactor): Decimal => decimalOf(weight ?? '') ?? nought

const largest = (parts: readonly Reading[]): Decimal =>
  parts.reduce((most, { counts }) => (compare(counts, most) > 0 ? counts : most), nought)

/** `L3`, `E1=6`, `max(E1=6, E2=2)`. */
function termText(parts: readonly Reading[]): string {
  const texts = parts.map(({ factor: { factor }, text }) =>
    /\d$/.test(factor) ? `${factor}=${text}` : factor + text,
  )
  return texts.length > 1 ? `max(${texts.join(', ')})` : (texts[0] ?? '')
}

// 493 号令 art. 3: 以上 includes the number, so a band begins at its lower bound.
const bandAt = <Band extends { from: string }>(bands: readonly Band[], score: Decimal): Band | undefined =>
  bands
    .flatMap(band => ({ band, from: decimalOf(band.from) ?? nought }))
    .filter(({ from }) => compare(score, from) >= 0)
    .sort((a, b) => compare(b.from, a.from))[0]?.band

const levelOf = (bands: readonly RiskBand[], score: Decimal): RiskLevel => bandAt(bands, score)?.level ?? 0

/** The finer step a method prints for a score; undefined where it prints none. */
export function gradeOf({ grades }: Pick<RiskMethod, 'grades'>, score: string): RiskGrade | undefined {
  const value = decimalOf(score)
  return value ? bandAt(grades, value) : undefined
}

/** False when the method, or a table row that these inputs used, has not been checked against its source. */
export function isVerified(
  method: Pick<RiskMethod, 'verified' | 'factors' | 'choices'>,
  inputs: Readonly<Record<string, string>>,
): boolean {
  const used = method.factors.filter(
    ({ factor, kind }) => inputs[factor] && !(kind === 'veto' && inputs[factor] === '0'),
  )
  const rows = used.flatMap(factor => [
    factor,
    ...method.choices.filter(
      choice => choice.factor === factor.factor && isSame(choice.value, inputs[factor.factor] ?? ''),
    ),
  ])
  return method.verified && rows.every(({ verified }) => verified)
}

/** A table may write 1.0 for what an assessment calls 1. */
function isSame(listed: string, given: string): boolean {
  const [one, other] = [decimalOf(listed), decimalOf(given)]
  return one !== null && other !== null && compare(one, other) === 0
}

const refused = (faults: Fault[]): Assessed => ({
  assessed: false,
  factor: faults[0]?.factor ?? '',
  message: faults[0]?.message ?? { zh: '', en: '' },
  faults,
})

const unknownFactor = (method: RiskMethod, factor: string): Both => ({
  zh: `${method.title}没有因子“${factor}”`,
  en: `${method.titleEn} has no factor ${factor}`,
})

const noBand = (method: RiskMethod): Both => ({
  zh: `${method.title}没有包含这个分值的等级`,
  en: `${method.titleEn} has no band for this score`,
})
