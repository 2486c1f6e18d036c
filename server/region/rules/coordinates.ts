import type { LngLat } from '../place.ts'

const number = String.raw`[-+]?\d{1,3}(?:\.\d+)?`
const side = '[NSEWnsew北南东西]?'
const pair = new RegExp(
  String.raw`^\s*(${number})\s*°?\s*(${side})\s*[,，;；\s]\s*(${number})\s*°?\s*(${side})\s*$`,
)

/**
 * Reads a pair of decimal degrees out of a search box. Letters decide the order; without them a second
 * number beyond 90 is the longitude, and an ambiguous pair is longitude first.
 */
export function coordinatesIn(text: string): LngLat | null {
  const [, first = '', firstSide = '', second = '', secondSide = ''] = pair.exec(text) ?? []
  if (first === '') return null
  const one = signed(first, firstSide)
  const two = signed(second, secondSide)
  const latitudeFirst =
    /[nsNS北南]/.test(firstSide) || (!firstSide && Math.abs(one) <= 90 && Math.abs(two) > 90)
  const [lng, lat] = latitudeFirst ? [two, one] : [one, two]
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90 ? [lng, lat] : null
}

const signed = (digits: string, letter: string) =>
  /[swSW南西]/.test(letter) ? -Number(digits) : Number(digits)
