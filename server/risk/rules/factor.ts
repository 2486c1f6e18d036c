import type { Both } from '../../region/place.ts'
import type { RiskFactor, RiskMethod } from '../risk.ts'
import { compare, type Decimal, decimalOf, decimalText, dividedBy, less, one } from './decimal.ts'

/** A factor as it was given (`text`, as the table writes it) and as it counts. */
export interface Reading {
  factor: RiskFactor
  text: string
  counts: Decimal
}

export interface Fault {
  factor: string
  message: Both
}

type Tables = Pick<RiskMethod, 'choices' | 'places'>

/** One factor's value out of what was entered; a fault names the factor and lists what it may be. */
export function readFactor(method: Tables, factor: RiskFactor, input: string): Reading | Fault {
  const asked = decimalOf(input)
  if (factor.kind === 'choice' || factor.kind === 'veto') {
    const listed = asked && listedValue(method, factor.factor, asked)
    return listed
      ? { factor, text: decimalText(listed), counts: listed }
      : { factor: factor.factor, message: notListed(method, factor, input) }
  }
  const bounds = boundsOf(factor)
  if (!asked || !bounds || (factor.kind === 'figure' && !within(asked, bounds)))
    return { factor: factor.factor, message: outside(factor, input) }
  const text = decimalText(asked)
  return factor.kind === 'figure'
    ? { factor, text, counts: asked }
    : { factor, text, counts: normalised(asked, bounds, method.places ?? defaultPlaces) }
}

const defaultPlaces = 4

function listedValue({ choices }: Tables, factor: string, asked: Decimal): Decimal | undefined {
  for (const choice of choices) {
    const value = choice.factor === factor ? decimalOf(choice.value) : null
    if (value && compare(value, asked) === 0) return value
  }
  return undefined
}

interface Bounds {
  least: Decimal
  most: Decimal
}

function boundsOf({ least, most }: RiskFactor): Bounds | null {
  const bounds = { least: decimalOf(least ?? ''), most: decimalOf(most ?? '') }
  return bounds.least && bounds.most && compare(bounds.least, bounds.most) < 0
    ? { least: bounds.least, most: bounds.most }
    : null
}

const within = (value: Decimal, { least, most }: Bounds) =>
  compare(value, least) >= 0 && compare(value, most) <= 0

/** 0 at the least and below, 1 at the most and above, linear between. */
function normalised(value: Decimal, { least, most }: Bounds, places: number): Decimal {
  if (compare(value, most) >= 0) return one
  return dividedBy(less(value, least), less(most, least), places)
}

function notListed(method: Tables, { factor }: RiskFactor, input: string): Both {
  const listed = method.choices.filter(choice => choice.factor === factor).map(({ value }) => value)
  const values = listed.join(', ')
  return input === ''
    ? { zh: `缺少因子 ${factor}，可取 ${values}`, en: `Factor ${factor} is missing; it may be ${values}` }
    : {
        zh: `${factor} 不能取“${input}”，可取 ${values}`,
        en: `${factor} cannot be ${input}; it may be ${values}`,
      }
}

function outside({ factor, kind, least, most }: RiskFactor, input: string): Both {
  const legal =
    kind === 'figure'
      ? { zh: `应为 ${least}–${most} 的数`, en: `it is a number from ${least} to ${most}` }
      : { zh: '应为不小于 0 的数', en: 'it is a number not below 0' }
  return input === ''
    ? { zh: `缺少 ${factor}，${legal.zh}`, en: `${factor} is missing; ${legal.en}` }
    : { zh: `${factor} 不能取“${input}”，${legal.zh}`, en: `${factor} cannot be ${input}; ${legal.en}` }
}
