/** All ids that hang together with the asked ones through pairs; the asked ones are among them. */
export function connected(
  pairs: readonly (readonly [number, number])[],
  ids: readonly number[],
): Set<number> {
  const near = new Map<number, number[]>()
  for (const [a, b] of pairs) {
    near.set(a, [...(near.get(a) ?? []), b])
    near.set(b, [...(near.get(b) ?? []), a])
  }
  const found = new Set(ids)
  for (const id of found) for (const other of near.get(id) ?? []) found.add(other)
  return found
}
