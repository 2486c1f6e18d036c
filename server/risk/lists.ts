import { shared } from './cells.ts'

/** Many lists of whole numbers in one array, which may lie in shared memory; each has room to grow where it lies. */
export interface Lists {
  items: Int32Array
  /** Four numbers a list: where it starts, its length, its room, and nothing. */
  heads: Int32Array
  /** Behind the last list. */
  end: number
}

const headLength = 4
// Places that a list has at least beyond what it is made with.
const least = 2

/** Empty lists with room for so many items each. */
export function listsFor(lengths: Int32Array): Lists {
  const heads = shared(Int32Array, lengths.length * headLength)
  let end = 0
  for (let list = 0; list < lengths.length; list++) {
    const room = roomFor(lengths[list] ?? 0)
    heads[list * headLength] = end
    heads[list * headLength + 2] = room
    end += room
  }
  return { items: shared(Int32Array, end), heads, end }
}

const roomFor = (length: number) => (length === 0 ? 0 : length + (length >> 2) + least)

/** Moves the list where it has no room left. */
export function append(lists: Lists, list: number, item: number): void {
  const head = list * headLength
  const length = lists.heads[head + 1] ?? 0
  if (length === lists.heads[head + 2]) widen(lists, head)
  lists.items[(lists.heads[head] ?? 0) + length] = item
  lists.heads[head + 1] = length + 1
}

/** Takes out the item whose upper 24 bits are these; the last one takes its place. */
export function removeItem({ items, heads }: Lists, list: number, upper: number): void {
  const head = list * headLength
  const start = heads[head] ?? 0
  const last = start + (heads[head + 1] ?? 0) - 1
  for (let at = last; at >= start; at--) {
    if ((items[at] ?? 0) >>> 8 !== upper) continue
    items[at] = items[last] ?? 0
    heads[head + 1] = last - start
    return
  }
}

/** Keeps the room of the list. */
export function empty({ heads }: Lists, list: number): void {
  heads[list * headLength + 1] = 0
}

/** Where the items of a list begin. */
export const startOf = ({ heads }: Lists, list: number): number => heads[list * headLength] ?? 0

/** How many items a list has. */
export const lengthOf = ({ heads }: Lists, list: number): number => heads[list * headLength + 1] ?? 0

/** Makes place for more lists, which are empty. */
export function addLists(lists: Lists, count: number): void {
  if (count * headLength <= lists.heads.length) return
  const heads = shared(Int32Array, Math.ceil(count * 1.25) * headLength)
  heads.set(lists.heads)
  lists.heads = heads
}

/** Moves a list behind all others, with more room. */
function widen(lists: Lists, head: number): void {
  const length = lists.heads[head + 1] ?? 0
  const room = length + (length >> 1) + least
  if (lists.end + room > lists.items.length) renew(lists, room)
  const start = lists.heads[head] ?? 0
  lists.items.copyWithin(lists.end, start, start + length)
  lists.heads[head] = lists.end
  lists.heads[head + 2] = room
  lists.end += room
}

/** Lays all lists side by side again, without the places that were given up, and adds room behind them. */
function renew(lists: Lists, more: number): void {
  const { items, heads } = lists
  let total = more
  for (let head = 0; head < heads.length; head += headLength) total += heads[head + 2] ?? 0
  const renewed = shared(Int32Array, Math.ceil(total * 1.125) + 1024)
  let end = 0
  for (let head = 0; head < heads.length; head += headLength) {
    const start = heads[head] ?? 0
    renewed.set(items.subarray(start, start + (heads[head + 1] ?? 0)), end)
    heads[head] = end
    end += heads[head + 2] ?? 0
  }
  lists.items = renewed
  lists.end = end
}
