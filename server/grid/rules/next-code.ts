/**
 * The next free code after those of a grid's neighbours: the same beginning, the last number counted on. Codes of
 * retired grids are among `taken`, so none is used again.
 */
export function nextCode(
  taken: ReadonlySet<string>,
  { like, areaCode }: { like: string; areaCode: string },
): string {
  const start = areaCode !== '' && like.startsWith(areaCode) ? areaCode : like.replace(/\d+$/, '')
  const digits = like.slice(start.length).match(/^\D*(\d+)$/)?.[1] ?? ''
  const beginning = like.slice(0, like.length - digits.length)
  const width = Math.max(digits.length, 3)
  let highest = 0
  for (const code of taken) {
    const rest = code.startsWith(beginning) ? code.slice(beginning.length) : ''
    if (/^\d{1,9}$/.test(rest)) highest = Math.max(highest, Number(rest))
  }
  for (let number = highest + 1; ; number++) {
    const code = `${beginning}${String(number).padStart(width, '0')}`
    if (!taken.has(code)) return code
  }
}
