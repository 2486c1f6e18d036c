/** The scale of a sheet: metres on the ground for one on paper, to three figures. */
export function scaleOf(metersAcross: number, widthMm: number): number {
  const exact = (metersAcross * 1000) / widthMm
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 2)
  return Math.round(exact / step) * step
}

/** Shares of the assessed and unassessed cells in per cent, by level 0 to 4, one digit behind the point. */
export function sharesOf(counts: readonly number[]): number[] {
  const whole = counts.reduce((sum, count) => sum + count, 0)
  return counts.map(count => (whole === 0 ? 0 : Math.round((count / whole) * 1000) / 10))
}
