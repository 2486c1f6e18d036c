import type { Both } from '../../region/place.ts'
import type { RiskLevel, RiskMethod } from '../risk.ts'
import { compare, type Decimal, decimalOf, decimalText, times } from './decimal.ts'

/** The factors a method multiplies, in the order in which its formula names them. */
export const factorsOf: Record<RiskMethod['method'], readonly string[]> = {
  LEC: ['L', 'E', 'C'],
  LS: ['L', 'S'],
}

export type Assessed =
  | { assessed: true; score: string; level: RiskLevel; working: string; inputs: Record<string, string> }
  | { assessed: false; factor: string; message: Both }

/**
 * Multiplies the factors and reads the level off the method's own bands. Only values that the method's
 * table lists are accepted; a refusal names the factor at fault.
 */
export function assess(method: RiskMethod, inputs: Record<string, string>): Assessed {
  const factors = factorsOf[method.method]
  const stranger = Object.keys(inputs).find(name => !factors.includes(name))
  if (stranger !== undefined) return refused(stranger, unknownFactor(method, stranger))
  const values: { factor: string; value: string; decimal: Decimal }[] = []
  for (const factor of factors) {
    const listed = listedValue(method, { factor, input: inputs[factor] ?? '' })
    if (!listed) return refused(factor, notListed(method, { factor, input: inputs[factor] }))
    values.push({ factor, ...listed })
  }
  const product = values.reduce((score, { decimal }) => times(score, decimal), { units: 1n, places: 0 })
  const level = levelOf(method, product)
  if (level === 0) return refused('score', noBand(method))
  const score = decimalText(product)
  return {
    assessed: true,
    score,
    level,
    working: `${values.map(({ factor, value }) => factor + value).join(' × ')} = ${score}`,
    inputs: Object.fromEntries(values.map(({ factor, value }) => [factor, value])),
  }
}

function listedValue(method: RiskMethod, { factor, input }: { factor: string; input: string }) {
  const asked = decimalOf(input)
  if (!asked) return null
  for (const choice of method.choices) {
    const decimal = choice.factor === factor ? decimalOf(choice.value) : null
    if (decimal && compare(decimal, asked) === 0) return { value: decimalText(decimal), decimal }
  }
  return null
}

// 493 号令 art. 3: 以上 includes the number, so a band begins at its lower bound.
function levelOf(method: RiskMethod, score: Decimal): RiskLevel {
  const worstFirst = [...method.bands].sort((a, b) => a.level - b.level)
  const band = worstFirst.find(({ from }) => {
    const bound = decimalOf(from)
    return bound !== null && compare(score, bound) >= 0
  })
  return band?.level ?? 0
}

const refused = (factor: string, message: Both): Assessed => ({ assessed: false, factor, message })

const unknownFactor = (method: RiskMethod, factor: string): Both => ({
  zh: `${method.method} 法没有因子“${factor}”`,
  en: `${method.method} has no factor ${factor}`,
})

function notListed(
  method: RiskMethod,
  { factor, input }: { factor: string; input: string | undefined },
): Both {
  const values = method.choices.filter(choice => choice.factor === factor).map(choice => choice.value)
  const listed = values.join(', ')
  return input === undefined
    ? { zh: `缺少因子 ${factor}，可取 ${listed}`, en: `Factor ${factor} is missing; it may be ${listed}` }
    : {
        zh: `${factor} 不能取“${input}”，可取 ${listed}`,
        en: `${factor} cannot be ${input}; it may be ${listed}`,
      }
}

const noBand = (method: RiskMethod): Both => ({
  zh: `${method.title}没有包含这个分值的等级`,
  en: `${method.titleEn} has no band for this score`,
})
