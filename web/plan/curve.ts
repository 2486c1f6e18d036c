/** Where the two ends of a line are, in pixels of the map: parent and child, top, left, width and height. */
interface Ends {
  pT: number
  pL: number
  pW: number
  pH: number
  cT: number
  cL: number
  cH: number
}

/** Room on both sides of a node below the main branches, in pixels; the boxes of `lineBelow` hold it. */
export const gap = 40

/** A line of the root: from the middle of its right side to the middle of the branch's left side. */
export const lineOfRoot = (ends: Ends): string => curve(ends, { before: 0, after: 0 })

/** A line further out: boxes there hold the gap on both sides, but for the main branch's own. */
export const lineBelow = (ends: Ends & { isFirst: boolean | undefined }): string =>
  curve(ends, { before: ends.isFirst ? 0 : gap, after: gap })

function curve(
  { pT, pL, pW, pH, cT, cL, cH }: Ends,
  { before, after }: { before: number; after: number },
): string {
  const [x1, y1] = [pL + pW - before, pT + pH / 2]
  const [x2, y2] = [cL + after, cT + cH / 2]
  const bend = (x2 - x1) / 2
  return `M ${x1} ${y1} C ${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}
