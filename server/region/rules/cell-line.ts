import { z } from 'zod'
import type { Both, Polygon } from '../place.ts'
import { type Facts, readPlainFacts, type Span } from './plain-facts.ts'
import { isClockwise, isPlain, type Spots } from './plain-ring.ts'
import { checkPolygon } from './validity.ts'

/** A cell of a file, its rings closed runs of longitude, latitude in degrees. */
export interface CellRow extends Facts {
  rings: Float64Array[]
}

export type LineRead = { cell: CellRow } | { problem: { path: string; message: Both } }

const Whole = z.int().min(0).max(2_000_000_000)
const Properties = z
  .object({
    ordinal: z.int().min(0).max(9_999_999).optional(),
    code: z
      .string()
      .min(1)
      .max(80)
      .refine(text => !text.includes('\0'))
      .optional(),
    peopleDay: Whole.optional(),
    peopleNight: Whole.optional(),
    people_day: Whole.optional(),
    people_night: Whole.optional(),
  })
  .nullish()
const Position = z.tuple([z.number(), z.number()], z.number())
const Feature = z.object({
  type: z.literal('Feature'),
  properties: Properties,
  geometry: z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position)) }),
})

const key = Buffer.from('"coordinates"')
/** What RFC 8142 puts before each text. */
const recordMark = 0x1e
const unit = 1e7
const spots: Spots = { xy: new Int32Array(256), count: 0 }

/**
 * Reads one line of GeoJSON, from `from` to `to` in the bytes. Rings of plain shape are read digit by digit and
 * judged at once; anything else goes the slow way, by JSON and `checkPolygon`, which also says what is wrong.
 */
export function readCellLine(bytes: Buffer, from: number, to: number): LineRead {
  return quickly(bytes, from, to) ?? slowly(bytes.toString('utf8', from, to))
}

function quickly(bytes: Buffer, from: number, to: number): LineRead | null {
  const at = bytes.indexOf(key, from)
  if (at < 0 || at >= to) return null
  const colon = skip(bytes, at + key.length)
  if (bytes[colon] !== 58) return null
  const start = skip(bytes, colon + 1)
  const end = scanRing(bytes, start, to)
  if (end < 0 || !isPlain(spots)) return null
  const feature = readPlainFacts(bytes, { from, start, end, to }) ?? byJson(bytes, { from, start, end, to })
  if (!feature) return null
  const { ordinal, code, peopleDay, peopleNight } = feature
  return { cell: { ordinal, code, peopleDay, peopleNight, rings: [closedRing(spots)] } }
}

/** The rest of a feature whose geometry is a polygon, if it is as plain as can be. */
function byJson(bytes: Buffer, { from, start, end, to }: Span): Facts | null {
  const value = parsed(`${bytes.toString('utf8', from, start)}null${bytes.toString('utf8', end, to)}`)
  const { type, properties, geometry } = fieldsOf(value)
  const shape = fieldsOf(geometry)
  if (type !== 'Feature' || shape.type !== 'Polygon' || shape.coordinates !== null) return null
  const facts = properties === null || properties === undefined ? {} : fieldsOf(properties)
  const { ordinal = null, code = null } = facts
  const peopleDay = facts.peopleDay ?? facts.people_day ?? 0
  const peopleNight = facts.peopleNight ?? facts.people_night ?? 0
  if (ordinal !== null && !isWhole(ordinal, 9_999_999)) return null
  if (code !== null && (typeof code !== 'string' || code === '' || code.length > 80 || code.includes('\0')))
    return null
  if (!isWhole(peopleDay, 2_000_000_000) || !isWhole(peopleNight, 2_000_000_000)) return null
  return { ordinal, code, peopleDay, peopleNight }
}

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most

/** The fields of an object that came as JSON; none of what is not an object. */
const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const [open, close, comma, minus, dot, zero, nine] = [91, 93, 44, 45, 46, 48, 57]

function skip(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === 32 || bytes[at] === 9) at++
  return at
}

/** Steps over one sign and the blanks around it. @returns where it goes on, or -1 when the sign is another one */
function after(bytes: Buffer, from: number, sign: number): number {
  const at = skip(bytes, from)
  return from >= 0 && bytes[at] === sign ? skip(bytes, at + 1) : -1
}

/** Reads `[[[x,y],…]]` into `spots`, the closing vertex left out. @returns where it ends, or -1 for any other thing */
function scanRing(bytes: Buffer, from: number, to: number): number {
  let at = after(bytes, after(bytes, from, open), open)
  spots.count = 0
  while (at >= 0 && at < to) {
    at = scanNumber(bytes, after(bytes, at, open))
    const x = scanned
    at = scanNumber(bytes, after(bytes, at, comma))
    const y = scanned
    at = after(bytes, at, close)
    if (at < 0 || x > 1.8e9 || x < -1.8e9 || y > 9e8 || y < -9e8) return -1
    put(x, y)
    if (bytes[at] === close) return isClosed() ? after(bytes, at + 1, close) : -1
    at = after(bytes, at, comma)
  }
  return -1
}

/** Leaves out the vertex that closes the ring, if it does. */
function isClosed(): boolean {
  const { xy, count } = spots
  const last = (count - 1) * 2
  if (count < 2 || xy[last] !== xy[0] || xy[last + 1] !== xy[1]) return false
  spots.count = count - 1
  return true
}

function put(x: number, y: number): void {
  if (spots.count * 2 + 2 > spots.xy.length) {
    const larger = new Int32Array(spots.xy.length * 2)
    larger.set(spots.xy)
    spots.xy = larger
  }
  spots.xy[spots.count * 2] = x
  spots.xy[spots.count * 2 + 1] = y
  spots.count += 1
}

/** What `scanNumber` read, in units. */
let scanned = 0

/** A decimal without exponent, to the nearest unit. @returns where it ends, or -1 */
function scanNumber(bytes: Buffer, from: number): number {
  if (from < 0) return -1
  let at = from
  const isNegative = bytes[at] === minus
  if (isNegative) at++
  let value = 0
  const first = at
  let digit = bytes[at] ?? 0
  while (digit >= zero && digit <= nine) {
    value = value * 10 + digit - zero
    digit = bytes[++at] ?? 0
  }
  if (at === first || at - first > 3) return -1
  let places = 0
  if (digit === dot) {
    digit = bytes[++at] ?? 0
    while (digit >= zero && digit <= nine) {
      if (places < 7) value = value * 10 + digit - zero
      else if (places === 7 && digit >= zero + 5) value += 1
      places++
      digit = bytes[++at] ?? 0
    }
    if (places === 0) return -1
  }
  // 101 e, 69 E
  if (digit === 101 || digit === 69) return -1
  for (; places < 7; places++) value *= 10
  scanned = isNegative ? -value : value
  return at
}

// A million small arrays of their own cost more than what is in them.
const roomLength = 1 << 16
let room = new Float64Array(roomLength)
let used = 0

function roomFor(length: number): Float64Array {
  if (length > roomLength) return new Float64Array(length)
  if (used + length > roomLength) {
    room = new Float64Array(roomLength)
    used = 0
  }
  used += length
  return room.subarray(used - length, used)
}

/** Counterclockwise and closed, as the database keeps it. */
function closedRing(ring: Spots): Float64Array {
  const { xy, count } = ring
  const closed = roomFor(count * 2 + 2)
  const isTurned = isClockwise(ring)
  for (let i = 0; i <= count; i++) {
    const at = (isTurned ? (count - i) % count : i % count) * 2
    closed[i * 2] = (xy[at] ?? 0) / unit
    closed[i * 2 + 1] = (xy[at + 1] ?? 0) / unit
  }
  return closed
}

function slowly(text: string): LineRead {
  const value = parsed(text.charCodeAt(0) === recordMark ? text.slice(1) : text)
  if (value === undefined) return problem('(row)', { zh: '不是 JSON', en: 'not JSON' })
  const read = Feature.safeParse(value)
  if (!read.success) {
    const issue = read.error.issues[0]
    const path = issue?.path.join('.') || '(row)'
    return problem(path, {
      zh: `${path} 不合要求（应为面状 GeoJSON 要素）`,
      en: `${path}: ${issue?.message ?? 'not a feature'}`,
    })
  }
  const { properties, geometry } = read.data
  const polygon: Polygon = {
    type: 'Polygon',
    coordinates: geometry.coordinates.map(ring => ring.map(([lng, lat]) => [lng, lat])),
  }
  const checked = checkPolygon(polygon, 'geometry')
  if (!checked.valid) {
    const { path, message, at } = checked
    const place = at ? ` (${at[0]}, ${at[1]})` : ''
    return problem(path, { zh: message.zh + place, en: message.en + place })
  }
  const cell = {
    ordinal: properties?.ordinal ?? null,
    code: properties?.code ?? null,
    peopleDay: properties?.peopleDay ?? properties?.people_day ?? 0,
    peopleNight: properties?.peopleNight ?? properties?.people_night ?? 0,
    rings: checked.polygon.coordinates.map(ring => Float64Array.from(ring.flat())),
  }
  return { cell }
}

const problem = (path: string, message: Both): LineRead => ({ problem: { path, message } })
