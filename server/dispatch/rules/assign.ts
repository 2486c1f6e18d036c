/** One responder who could meet a need, and what it costs (seconds to arrive). */
export interface Option {
  candidate: number
  cost: number
}

export interface AssignNeed {
  count: number
  options: readonly Option[]
}

/** What is filled: for each candidate the need it is given to, -1 where none. */
interface Flow {
  owner: Int32Array
  spare: number[]
  total: number
}

/**
 * Gives candidates to all needs together, each candidate at most once: as many as possible, then the last one
 * there as soon as possible, then the least sum. Exact. Answers the chosen candidates of each need.
 */
export function assign(needs: readonly AssignNeed[], candidates: number): number[][] {
  const most = fill(needs, { candidates, limit: Number.POSITIVE_INFINITY }).total
  const costs = [...new Set(needs.flatMap(need => need.options.map(option => option.cost)))].sort(
    (a, b) => a - b,
  )
  let low = 0
  let high = costs.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (fill(needs, { candidates, limit: costs[middle] ?? 0 }).total < most) low = middle + 1
    else high = middle
  }
  const { owner } = fill(needs, { candidates, limit: costs[low] ?? 0 })
  return needs.map((_, need) => [...owner.keys()].filter(candidate => owner[candidate] === need))
}

/** Successive cheapest paths over the options that cost no more than the limit: greatest flow, least sum. */
function fill(
  needs: readonly AssignNeed[],
  { candidates, limit }: { candidates: number; limit: number },
): Flow {
  const within = needs.map(need => need.options.filter(option => option.cost <= limit))
  const costs = within.map(options => new Map(options.map(({ candidate, cost }) => [candidate, cost])))
  const flow: Flow = {
    owner: new Int32Array(candidates).fill(-1),
    spare: needs.map(need => need.count),
    total: 0,
  }
  while (augment(flow, within, costs)) flow.total += 1
  return flow
}

interface Step {
  need: number
  candidate: number
}

/** Finds the cheapest way to fill one more place, moving others along if that helps; false when none is left. */
function augment(flow: Flow, within: readonly Option[][], costs: readonly Map<number, number>[]): boolean {
  const distance = flow.spare.map(spare => (spare > 0 ? 0 : Number.POSITIVE_INFINITY))
  const from: (Step | undefined)[] = within.map(() => undefined)
  let end: Step | undefined
  let best = Number.POSITIVE_INFINITY
  for (let changed = true; changed; ) {
    changed = false
    for (const [need, options] of within.entries()) {
      const here = distance[need] ?? Number.POSITIVE_INFINITY
      if (here === Number.POSITIVE_INFINITY) continue
      for (const { candidate, cost } of options) {
        const holder = flow.owner[candidate] ?? -1
        if (holder === need) continue
        const there = here + cost - (holder < 0 ? 0 : (costs[holder]?.get(candidate) ?? 0))
        if (holder < 0) {
          if (there < best) {
            best = there
            end = { need, candidate }
          }
        } else if (there < (distance[holder] ?? 0) - 1e-9) {
          distance[holder] = there
          from[holder] = { need, candidate }
          changed = true
        }
      }
    }
  }
  if (!end) return false
  let last = end
  for (let step: Step | undefined = end; step; step = from[step.need]) {
    flow.owner[step.candidate] = step.need
    last = step
  }
  flow.spare[last.need] = (flow.spare[last.need] ?? 0) - 1
  return true
}
