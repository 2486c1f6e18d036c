import type { LngLat } from '../../region/place.ts'

export interface Coded {
  id: number
  code: string
  level: 'first' | 'second' | 'micro' | 'thematic'
  /** Code of the village, or of the town for grids that lie in none. */
  division: string
  middle: LngLat
}

export interface Template {
  levelDigits: number
  serialDigits: number
}

const levelNumber = { first: 1, second: 2, micro: 3, thematic: 9 } as const

/**
 * Gives every grid whose code does not fit the template the next free one: division code, level, serial, counted
 * from west to east in rows from north to south. A code that fits stays; one that was ever in use is not given again.
 * @param taken every code of the town, those of retired grids and of earlier states included
 * @returns the new codes by grid; null for a grid whose serial has no number left
 */
export function codesFor(
  grids: readonly Coded[],
  { levelDigits, serialDigits }: Template,
  taken: ReadonlySet<string>,
): Map<number, string | null> {
  const used = new Set(taken)
  const codes = new Map<number, string | null>()
  const beginningOf = ({ division, level }: Coded) => division + levelText(level, levelDigits)
  const last = new Map<string, number>()
  for (const grid of inReadingOrder(grids)) {
    const beginning = beginningOf(grid)
    if (fits(grid.code, beginning, serialDigits)) continue
    const next = nextFree(beginning, { after: last.get(beginning) ?? 0, serialDigits, used })
    codes.set(grid.id, next?.code ?? null)
    if (!next) continue
    last.set(beginning, next.serial)
    used.add(next.code)
  }
  return codes
}

/** How a code says the level of its grid. */
export const levelText = (level: Coded['level'], levelDigits: number): string =>
  levelDigits > 0 ? String(levelNumber[level]).padStart(levelDigits, '0') : ''

const fits = (code: string, beginning: string, serialDigits: number) =>
  code.startsWith(beginning) && new RegExp(`^\\d{${serialDigits}}$`).test(code.slice(beginning.length))

function nextFree(
  beginning: string,
  { after, serialDigits, used }: { after: number; serialDigits: number; used: ReadonlySet<string> },
): { code: string; serial: number } | null {
  for (let serial = after + 1; serial < 10 ** serialDigits; serial++) {
    const code = beginning + String(serial).padStart(serialDigits, '0')
    if (!used.has(code)) return { code, serial }
  }
  return null
}

/**
 * Rows from north to south, each from west to east. A row is as high as grids are on average: what begins within
 * it from its northernmost grid is read as one line.
 */
export function inReadingOrder<T extends { middle: LngLat }>(grids: readonly T[]): T[] {
  const southward = [...grids].sort((a, b) => b.middle[1] - a.middle[1])
  const [first] = southward
  const last = southward.at(-1)
  if (!first || !last) return []
  const height = (first.middle[1] - last.middle[1]) / Math.max(1, Math.round(Math.sqrt(grids.length)))
  const rows: T[][] = []
  let top = Number.POSITIVE_INFINITY
  for (const grid of southward) {
    if (top - grid.middle[1] > height * 0.75) {
      rows.push([])
      top = grid.middle[1]
    }
    rows.at(-1)?.push(grid)
  }
  return rows.flatMap(row => row.sort((a, b) => a.middle[0] - b.middle[0]))
}
