import { IMPLIED_KMH } from './table.ts'

const KMH_PER_MPH = 1.609344
const METERS_PER_FOOT = 0.3048
const KG_PER_TON = 1000

/** km/h of a `maxspeed` value: `50`, `50 km/h`, `30 mph`, `CN:urban`; 0 when it says none. */
export function speedKmh(value: string | undefined): number {
  if (!value) return 0
  const number = /^\s*(\d+(?:\.\d+)?)\s*(km\/h|kmh|kph|mph)?/i.exec(value)
  if (number) {
    const kmh = Number(number[1]) * (number[2]?.toLowerCase() === 'mph' ? KMH_PER_MPH : 1)
    return kmh >= 5 && kmh <= 150 ? Math.round(kmh) : 0
  }
  const zone = value.split(':').at(-1) ?? ''
  return IMPLIED_KMH[zone] ?? 0
}

/** Centimeters of a `maxheight` or `maxwidth` value: `3.5`, `3.5 m`, `12'6"`; 0 when it says none. */
export function centimeters(value: string | undefined): number {
  if (!value) return 0
  const feet = /^\s*(\d+(?:\.\d+)?)\s*(?:'|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|in)?)?/.exec(value)
  if (feet) return Math.round((Number(feet[1]) + Number(feet[2] ?? 0) / 12) * METERS_PER_FOOT * 100)
  const meters = /^\s*(\d+(?:[.,]\d+)?)\s*(cm|m)?/.exec(value)
  if (!meters?.[1]) return 0
  const number = Number(meters[1].replace(',', '.'))
  return Math.round(meters[2] === 'cm' ? number : number * 100)
}

/** Kilograms of a `maxweight` value: `10`, `10 t`, `7500 kg`; 0 when it says none. */
export function kilograms(value: string | undefined): number {
  if (!value) return 0
  const weight = /^\s*(\d+(?:[.,]\d+)?)\s*(kg|t|st|lbs?)?/.exec(value)
  if (!weight?.[1]) return 0
  const number = Number(weight[1].replace(',', '.'))
  if (weight[2] === 'kg') return Math.round(number)
  if (weight[2]?.startsWith('lb')) return Math.round(number * 0.45359237)
  return Math.round(number * KG_PER_TON)
}

const OPEN = new Set([
  'yes',
  'private',
  'permissive',
  'designated',
  'destination',
  'delivery',
  'customers',
  'public',
  'allowed',
  'residents',
  'permit',
])
const SHUT = new Set([
  'no',
  'agricultural',
  'forestry',
  'agricultural;forestry',
  'discouraged',
  'emergency',
  'official',
  'unsuitable',
])

/** Whether an access value lets one pass; undefined when it says nothing known. */
export function mayPass(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined
  if (OPEN.has(value)) return true
  return SHUT.has(value) ? false : undefined
}

/** The first of these tags that says yes or no. */
export function firstSaying(tags: Record<string, string>, keys: string[]): boolean | undefined {
  for (const key of keys) {
    const said = mayPass(tags[key])
    if (said !== undefined) return said
  }
  return undefined
}
