import { decimalOf } from '../../risk/rules/decimal.ts'

/** A non-negative fraction held exactly, in lowest terms. */
export interface Ratio {
  over: bigint
  under: bigint
}

export const zero: Ratio = { over: 0n, under: 1n }

function common(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y > 0n) [x, y] = [y, x % y]
  return x
}

function ratio(over: bigint, under: bigint): Ratio {
  const by = common(over, under)
  return by === 0n ? zero : { over: over / by, under: under / by }
}

/** Reads `12` or `0.75`; null for anything that is no plain decimal. */
export function ratioOf(text: string): Ratio | null {
  const decimal = decimalOf(text)
  return decimal && ratio(decimal.units, 10n ** BigInt(decimal.places))
}

/** The sum, exact and in lowest terms. */
export const plus = (a: Ratio, b: Ratio): Ratio =>
  ratio(a.over * b.under + b.over * a.under, a.under * b.under)
/** The product, exact and in lowest terms. */
export const by = (a: Ratio, b: Ratio): Ratio => ratio(a.over * b.over, a.under * b.under)

/** `b` is above zero: critical quantities are. */
export const per = (a: Ratio, b: Ratio): Ratio => ratio(a.over * b.under, a.under * b.over)

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const left = a.over * b.under
  const right = b.over * a.under
  return left < right ? -1 : left > right ? 1 : 0
}

/** A mass may have forty decimals; a sum of some of them is shown below its threshold with as many. */
const mostPlaces = 60

function rounded({ over, under }: Ratio, places: number): string {
  const scale = 10n ** BigInt(places)
  const units = (2n * over * scale + under) / (2n * under)
  const digits = units.toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/**
 * A fraction as a decimal, rounded half up to `places`; more of them where rounding would bring it onto one of the
 * thresholds or past it, so that nobody reads 1 where the sum is below 1.
 */
export function ratioText(
  value: Ratio,
  { places = 4, thresholds = [] }: { places?: number; thresholds?: readonly Ratio[] } = {},
): string {
  for (let more = places; ; more++) {
    const text = rounded(value, more)
    const shown = ratioOf(text) ?? value
    const isTrue = thresholds.every(each => compareRatios(shown, each) === compareRatios(value, each))
    if (isTrue || more >= mostPlaces) return text
  }
}
