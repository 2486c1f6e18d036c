/**
 * Parts a whole number by weights so that the parts are whole and add up to it: the largest remainders get what
 * is left over, the earlier one of equals. Without any weight all of it stays with the first.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  if (sum <= 0) return weights.map((_, i) => (i === 0 ? total : 0))
  const exact = weights.map(weight => (total * weight) / sum)
  const parts = exact.map(Math.floor)
  const left = total - parts.reduce((all, part) => all + part, 0)
  const order = exact.map((value, i) => ({ i, rest: value - Math.floor(value) }))
  order.sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (const { i } of order.slice(0, left)) parts[i] = (parts[i] ?? 0) + 1
  return parts
}
