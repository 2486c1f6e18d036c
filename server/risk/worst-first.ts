import { decayed, noDecay } from './rules/decay.ts'
import { highestSeverity, unassessed } from './rules/severity.ts'
import { scalesLength } from './sources.ts'
import type { Terms } from './sums.ts'

/** A map of which the highest contributions are asked. */
export interface Asked {
  scale: number
  highest: Int16Array
}

/** Three maps at most are summed in one go. */
export const atOnce = 3

// What no cell has less than.
export const never = -2
export interface Order {
  length: number
  slots: Int32Array
  steps: Uint8Array
  /** Three numbers an item: what it adds to each map asked; what no cell has less than where it adds nothing. */
  added: Int16Array
}

/** Every step of every source that adds anything, by the most that it adds to a map: sorted by counting. */
export function worstFirst({ sources, rules }: Terms, domain: number, asked: readonly Asked[]): Order {
  const starts = new Uint32Array(highestSeverity + 2)
  const lines: Omit<Order, 'length'> = {
    slots: new Int32Array(1024),
    steps: new Uint8Array(1024),
    added: new Int16Array(3072),
  }
  let most = new Int16Array(1024)
  let length = 0
  for (let slot = 0; slot < sources.length; slot++) {
    if (sources.ids[slot] === 0 || (domain >= 0 && sources.domains[slot] !== domain)) continue
    const steps = rules.steps[sources.kindOf[slot] ?? 0] ?? noDecay
    for (let step = 0; step < steps.length; step++) {
      if (length === most.length) {
        lines.slots = widened(lines.slots, new Int32Array(length * 2))
        lines.steps = widened(lines.steps, new Uint8Array(length * 2))
        lines.added = widened(lines.added, new Int16Array(length * 2 * atOnce))
        most = widened(most, new Int16Array(length * 2))
      }
      let highest = never
      for (let i = 0; i < atOnce; i++) {
        const scale = asked[i]?.scale
        const severity =
          scale === undefined ? unassessed : (sources.severities[slot * scalesLength + scale] ?? unassessed)
        const value = severity < 0 ? never : decayed(severity, steps[step]?.factor ?? 0)
        lines.added[length * atOnce + i] = value
        if (value > highest) highest = value
      }
      if (highest < 0) continue
      lines.slots[length] = slot
      lines.steps[length] = step
      most[length] = highest
      starts[highestSeverity - highest + 1] = (starts[highestSeverity - highest + 1] ?? 0) + 1
      length += 1
    }
  }
  return sorted({ length, ...lines }, starts, most)
}

function sorted(lines: Order, starts: Uint32Array, most: Int16Array): Order {
  for (let i = 0; i <= highestSeverity; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const { length } = lines
  const order: Order = {
    length,
    slots: new Int32Array(length),
    steps: new Uint8Array(length),
    added: new Int16Array(length * atOnce),
  }
  for (let item = 0; item < length; item++) {
    const key = highestSeverity - (most[item] ?? 0)
    const place = starts[key] ?? 0
    starts[key] = place + 1
    order.slots[place] = lines.slots[item] ?? 0
    order.steps[place] = lines.steps[item] ?? 0
    for (let i = 0; i < atOnce; i++) order.added[place * atOnce + i] = lines.added[item * atOnce + i] ?? never
  }
  return order
}

function widened<T extends Int32Array | Uint8Array | Int16Array>(from: T, to: T): T {
  to.set(from)
  return to
}
