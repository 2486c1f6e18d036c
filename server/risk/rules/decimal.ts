/** A non-negative decimal number held exactly: `units` times ten to the power of minus `places`. */
export interface Decimal {
  units: bigint
  places: number
}

/** Reads `12`, `0.5` or `070.0`; null for anything else. */
export function decimalOf(text: string): Decimal | null {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text) ?? []
  if (whole === undefined) return null
  return { units: BigInt(whole + fraction), places: fraction.length }
}

export const times = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  places: a.places + b.places,
})

/** Negative, zero or positive, as `a` is below, equal to or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const left = a.units * 10n ** BigInt(b.places)
  const right = b.units * 10n ** BigInt(a.places)
  return left < right ? -1 : left > right ? 1 : 0
}

/** The shortest way to write it: `45`, `0.3`. */
export function decimalText({ units, places }: Decimal): string {
  const digits = units.toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}
