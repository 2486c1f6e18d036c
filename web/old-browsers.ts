// Government desktops run browsers as old as Chromium 90; these came later (92, 97 and 110).
const later: Record<string, (this: unknown[], ...given: never[]) => unknown> = {
  at(this: unknown[], index: number) {
    return this[index < 0 ? this.length + index : index]
  },
  findLast(this: unknown[], fits: (item: unknown, index: number) => boolean) {
    for (let i = this.length - 1; i >= 0; i--) if (fits(this[i], i)) return this[i]
    return undefined
  },
  toReversed(this: unknown[]) {
    return [...this].reverse()
  },
  toSorted(this: unknown[], order?: (one: unknown, other: unknown) => number) {
    return [...this].sort(order)
  },
}

/** Gives a prototype the methods it lacks; what is there stays. */
export function complete(prototype: object): void {
  for (const [name, value] of Object.entries(later)) {
    if (!(name in prototype))
      Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
}

complete(Array.prototype)
