import type { LngLat } from '../../region/place.ts'
import { dbscan } from './dbscan.ts'
import type { Ground } from './ground.ts'

/** The clusters of a list by density, each with its members in the order of the list. */
export function groupsOf<T extends { lngLat: LngLat }>(
  ground: Ground,
  list: readonly T[],
  { withinMeters, least }: { withinMeters: number; least: number },
): T[][] {
  const labels = dbscan(ground.flat(list), { withinMeters, least })
  const groups: T[][] = []
  for (const [i, each] of list.entries()) {
    const label = labels[i] ?? -1
    if (label < 0) continue
    const group = groups[label]
    if (group) group.push(each)
    else groups[label] = [each]
  }
  return groups
}

/** The member nearest to the middle of a group, whose place and name stand for it. */
export function nearestTo<T extends { lngLat: LngLat }>(
  ground: Ground,
  group: readonly T[],
  at: LngLat,
): T | undefined {
  let best: T | undefined
  for (const each of group)
    if (!best || ground.meters(each.lngLat, at) < ground.meters(best.lngLat, at)) best = each
  return best
}
