/** A name for a grid cut from another: the next number of its row, or the same name marked as new. */
export function nextName(origin: string, taken: ReadonlySet<string>): string {
  const numbered = origin.match(/^(.*?)(\d+)(\D*)$/)
  if (numbered) {
    const [, head = '', , tail = ''] = numbered
    const numbers = [...taken].flatMap(name => numberIn(name, head, tail))
    return `${head}${Math.max(0, ...numbers) + 1}${tail}`
  }
  for (let count = 1; ; count++) {
    const name = count === 1 ? `${origin}（新）` : `${origin}（新 ${count}）`
    if (!taken.has(name)) return name
  }
}

/** A name for a lower grid: that of the grid above with the next number. */
export function nextIn(above: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) if (!taken.has(`${above}-${number}`)) return `${above}-${number}`
}

function numberIn(name: string, head: string, tail: string): number[] {
  if (!name.startsWith(head) || !name.endsWith(tail)) return []
  const middle = name.slice(head.length, name.length - tail.length)
  return /^\d{1,6}$/.test(middle) ? [Number(middle)] : []
}
