/** A non-negative decimal number held exactly: `units` times ten to the power of minus `places`. */
export interface Decimal {
  units: bigint
  places: number
}

/** Reads `12`, `0.5` or `070.0`; null for anything else. A product keeps the decimals of all its factors. */
export function decimalOf(text: string): Decimal | null {
  const [, whole, fraction = ''] = /^(\d{1,60})(?:\.(\d{1,60}))?$/.exec(text) ?? []
  if (whole === undefined) return null
  return { units: BigInt(whole + fraction), places: fraction.length }
}

export const nought: Decimal = { units: 0n, places: 0 }
export const one: Decimal = { units: 1n, places: 0 }

/** The product, exact. */
export const times = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  places: a.places + b.places,
})

const unitsAt = ({ units, places }: Decimal, to: number) => units * 10n ** BigInt(to - places)

/** The sum, exact. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places)
  return { units: unitsAt(a, places) + unitsAt(b, places), places }
}

/** `a` less `b`; nought where `b` is the larger. */
export function less(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places)
  const units = unitsAt(a, places) - unitsAt(b, places)
  return { units: units > 0n ? units : 0n, places }
}

/** `a` divided by `b` (not nought) to a number of places, half up. */
export function dividedBy(a: Decimal, b: Decimal, places: number): Decimal {
  const common = Math.max(a.places, b.places)
  const divisor = unitsAt(b, common)
  return { units: (unitsAt(a, common) * 10n ** BigInt(places) * 2n + divisor) / (divisor * 2n), places }
}

/** Half up. */
export const roundedTo = (places: number, value: Decimal): Decimal =>
  value.places <= places ? value : dividedBy(value, one, places)

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const places = Math.max(a.places, b.places)
  const left = unitsAt(a, places)
  const right = unitsAt(b, places)
  return left < right ? -1 : left > right ? 1 : 0
}

/** The shortest way to write it: `45`, `0.3`. */
export function decimalText({ units, places }: Decimal): string {
  const digits = units.toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}
