/** Takes what is needed from the nearest stores first; a store that is not needed gives 0. */
export function drawStock<T extends { free: number; etaSeconds: number }>(
  count: number,
  stores: readonly T[],
): (T & { take: number })[] {
  let left = count
  return [...stores]
    .sort((one, other) => one.etaSeconds - other.etaSeconds)
    .map(store => {
      const take = Math.min(left, store.free)
      left -= take
      return { ...store, take }
    })
}
