/** What a line of GeoJSON says of a cell beside its ring. */
export interface Facts {
  ordinal: number | null
  code: string | null
  peopleDay: number
  peopleNight: number
}

/** Where a line begins and ends, and where the polygon's coordinates lie in it. */
export interface Span {
  from: number
  start: number
  end: number
  to: number
}

const [blank, tab, quote, comma, dot, zero, nine, colon, upperE, backslash, lowerE, open, close] = [
  32, 9, 34, 44, 46, 48, 57, 58, 69, 92, 101, 123, 125,
]
const words = Object.fromEntries(
  ['type', 'Feature', 'properties', 'geometry', 'Polygon', 'coordinates'].map(word => [
    word,
    Buffer.from(word),
  ]),
)
const keys = ['ordinal', 'code', 'peopleDay', 'peopleNight', 'people_day', 'people_night'] as const
const keyBytes = keys.map(key => ({ key, bytes: Buffer.from(key) }))
const mostWhole = 2_000_000_000
const mostOrdinal = 9_999_999

// Where the next sign is read, and the text that was read last.
let at = 0
let textFrom = 0
let textTo = 0

/**
 * Reads the facts of a feature that is written as most programs write it: type, properties, geometry, with no
 * properties but ours. Null for anything else, which may be right too: JSON reads it, five times slower.
 */
export function readPlainFacts(bytes: Buffer, { from, start, end, to }: Span): Facts | null {
  at = from
  if (!(sign(bytes, open) && pair(bytes, 'type') && isText(bytes, 'Feature') && sign(bytes, comma)))
    return null
  if (!(pair(bytes, 'properties') && sign(bytes, open))) return null
  const facts = readFacts(bytes)
  if (!facts || !(sign(bytes, comma) && pair(bytes, 'geometry') && sign(bytes, open))) return null
  if (!(pair(bytes, 'type') && isText(bytes, 'Polygon') && sign(bytes, comma))) return null
  if (!pair(bytes, 'coordinates') || skipped(bytes) !== start) return null
  at = end
  if (!(sign(bytes, close) && sign(bytes, close))) return null
  // A line may end as Windows ends it.
  if (skipped(bytes) < to && bytes[at] === 13) at++
  return at === to ? facts : null
}

function readFacts(bytes: Buffer): Facts | null {
  const facts: Facts = { ordinal: null, code: null, peopleDay: 0, peopleNight: 0 }
  if (sign(bytes, close)) return facts
  for (;;) {
    if (!text(bytes)) return null
    const key = keyRead(bytes)
    if (!key || !sign(bytes, colon) || !put(bytes, key, facts)) return null
    if (sign(bytes, close)) return facts
    if (!sign(bytes, comma)) return null
  }
}

function keyRead(bytes: Buffer): (typeof keys)[number] | undefined {
  for (const each of keyBytes) if (isRead(bytes, each.bytes)) return each.key
  return undefined
}

function put(bytes: Buffer, key: (typeof keys)[number], facts: Facts): boolean {
  if (key === 'code') {
    if (!text(bytes) || textTo === textFrom || textTo - textFrom > 80) return false
    facts.code = bytes.toString('utf8', textFrom, textTo)
    return true
  }
  const value = whole(bytes)
  if (value < 0 || value > (key === 'ordinal' ? mostOrdinal : mostWhole)) return false
  // Of two spellings the one without a line under it counts; JSON decides which.
  if (key === 'people_day' || key === 'people_night') return false
  facts[key] = value
  return true
}

function skipped(bytes: Buffer): number {
  while (bytes[at] === blank || bytes[at] === tab) at++
  return at
}

function sign(bytes: Buffer, wanted: number): boolean {
  if (bytes[skipped(bytes)] !== wanted) return false
  at++
  return true
}

const pair = (bytes: Buffer, key: string) => isText(bytes, key) && sign(bytes, colon)

const isText = (bytes: Buffer, wanted: string) => text(bytes) && isRead(bytes, words[wanted])

function isRead(bytes: Buffer, wanted: Buffer | undefined): boolean {
  if (!wanted || textTo - textFrom !== wanted.length) return false
  for (let i = 0; i < wanted.length; i++) if (bytes[textFrom + i] !== wanted[i]) return false
  return true
}

/** A text without escapes. */
function text(bytes: Buffer): boolean {
  if (!sign(bytes, quote)) return false
  textFrom = at
  for (;;) {
    const letter = bytes[at] ?? 0
    if (letter === quote) break
    if (letter < blank || letter === backslash) return false
    at++
  }
  textTo = at++
  return true
}

/** Digits alone, or -1. */
function whole(bytes: Buffer): number {
  const first = skipped(bytes)
  let value = 0
  let digit = bytes[at] ?? 0
  while (digit >= zero && digit <= nine) {
    value = value * 10 + digit - zero
    digit = bytes[++at] ?? 0
  }
  const isLong = at - first > 1 && bytes[first] === zero
  if (at === first || at - first > 10 || isLong || digit === dot || digit === upperE || digit === lowerE)
    return -1
  return value
}
