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

/** A line from the middle of the parent's right side to the middle of the child's left side. */
export function curve({ pT, pL, pW, pH, cT, cL, cH }: Ends): string {
  const [x1, y1, x2, y2] = [pL + pW, pT + pH / 2, cL, cT + cH / 2]
  const bend = (x2 - x1) / 2
  return `M ${x1} ${y1} C ${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}
