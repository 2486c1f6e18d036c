import type { Pair } from './raw.ts'

/**
 * Reads polygons of well-known text (OGC 06-103r4, 7.2), with an optional `SRID=…;` before it.
 * @returns null when the text is another geometry or none
 */
export function partsOfWkt(given: string): { parts: Pair[][][]; srid: number | null } | null {
  const match = /^\s*(?:SRID\s*=\s*(\d{1,6})\s*;)?\s*(MULTI)?POLYGON\s*(?:Z|M|ZM)?\s*(\(|EMPTY)/i.exec(given)
  if (!match) return null
  const srid = match[1] === undefined ? null : Number(match[1])
  if (/^empty$/i.test(match[3] ?? '')) return { parts: [], srid }
  const body = given.slice(match[0].length - 1).trim()
  const levels = match[2] ? 3 : 2
  const rings = nested(body, levels)
  return rings && { parts: levels === 3 ? rings : [rings.flat()], srid }
}

/** Rings by part; a polygon alone comes as parts of one ring each. */
function nested(body: string, levels: number): Pair[][][] | null {
  const parts: Pair[][][] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < body.length; i++) {
    const sign = body[i]
    if (sign === '(') {
      depth += 1
      if (depth > levels) return null
      if (depth === levels - 1) parts.push([])
      if (depth === levels && levels === 2) parts.push([])
      start = i + 1
    } else if (sign === ')') {
      if (depth === levels) {
        const ring = ringOf(body.slice(start, i))
        if (!ring) return null
        parts.at(-1)?.push(ring)
      }
      depth -= 1
      if (depth < 0) return null
    }
  }
  return depth === 0 ? parts.filter(part => part.length > 0) : null
}

function ringOf(text: string): Pair[] | null {
  const ring: Pair[] = []
  for (const position of text.split(',')) {
    const [x = NaN, y = NaN] = position.trim().split(/\s+/).map(Number)
    if (Number.isNaN(x) || Number.isNaN(y)) return null
    ring.push([x, y])
  }
  return ring
}

export const wktOf = (rings: readonly Pair[][]): string =>
  `POLYGON (${rings.map(ring => `(${ring.map(([x, y]) => `${x} ${y}`).join(', ')})`).join(', ')})`
