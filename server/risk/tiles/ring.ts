import type { Run } from './clip.ts'
import type { WholeRing } from './tile-writer.ts'

/** Makes every position in or near a tile positive: cutting off what follows the point rounds only those. */
const shift = 2 ** 20

/**
 * Rounds an open ring, leaves out vertices that fall on the one before, and says which way round it is to be told.
 * @param into has room for as many numbers
 * @returns false when nothing is left of it
 */
export function makeWhole({ xy, length: numbers }: Run, into: WholeRing): boolean {
  const whole = into.xy
  const x0 = (((xy[0] ?? 0) + shift + 0.5) | 0) - shift
  const y0 = (((xy[1] ?? 0) + shift + 0.5) | 0) - shift
  whole[0] = x0
  whole[1] = y0
  let length = 2
  let area = 0
  // About the first vertex: sums stay small, and the edges that meet there add nothing.
  let px = 0
  let py = 0
  for (let i = 2; i < numbers; i += 2) {
    const x = (((xy[i] ?? 0) + shift + 0.5) | 0) - shift - x0
    const y = (((xy[i + 1] ?? 0) + shift + 0.5) | 0) - shift - y0
    if (x === px && y === py) continue
    area += px * y - x * py
    whole[length] = x + x0
    whole[length + 1] = y + y0
    length += 2
    px = x
    py = y
  }
  if (length > 2 && px === 0 && py === 0) length -= 2
  into.length = length
  into.isTurned = area < 0
  return length >= 6 && area !== 0
}
