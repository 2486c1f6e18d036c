import type { Responder } from '../../server/responder/responder.ts'
import type { Shelter } from '../../server/shelter/shelter.ts'
import type { Supply } from '../../server/supply/supply.ts'
import type { Target } from '../../server/target/target.ts'
import type { resource as Words } from '../language/zh/resource.ts'
import type { Lists } from '../overview/situation.svelte.ts'

export const tabs = ['team', 'expert', 'vehicle', 'shelters', 'supplies', 'targets'] as const
export type Tab = (typeof tabs)[number]

/** A row of any tab, with the register it is judged in. */
export type Entry =
  | { register: 'responders'; row: Responder }
  | { register: 'shelters'; row: Shelter }
  | { register: 'supplies'; row: Supply }
  | { register: 'targets'; row: Target }

type ResourceWords = typeof Words

/** The entries of a tab; rejected ones are kept, so that one can be brought back, but come last. */
export function entriesOf(lists: Pick<Lists, 'responders' | 'shelters' | 'supplies' | 'targets'>, tab: Tab) {
  const list: Entry[] =
    tab === 'shelters'
      ? lists.shelters.map(row => ({ register: 'shelters', row }))
      : tab === 'supplies'
        ? lists.supplies.map(row => ({ register: 'supplies', row }))
        : tab === 'targets'
          ? lists.targets.map(row => ({ register: 'targets', row }))
          : lists.responders.filter(row => row.kind === tab).map(row => ({ register: 'responders', row }))
  const rank = { draft: 0, confirmed: 1, rejected: 2 }
  return list.sort((a, b) => rank[a.row.standing] - rank[b.row.standing] || a.row.id - b.row.id)
}

export interface Filter {
  query: string
  onlyDrafts: boolean
  onlyFree: boolean
}

/** True when an entry holds every word of the query and passes the switches. */
export function fits(entry: Entry, filter: Filter, words: ResourceWords): boolean {
  if (filter.onlyDrafts && entry.row.standing !== 'draft') return false
  if (filter.onlyFree && entry.register === 'responders' && entry.row.state !== 'available') return false
  const text = textOf(entry, words).toLowerCase()
  return filter.query
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}

function textOf(entry: Entry, words: ResourceWords): string {
  const { register, row } = entry
  const names = `${row.name} ${row.nameEn}`
  if (register === 'responders') {
    const skills = row.skills.map(skill => words.skills[skill]).join(' ')
    return `${names} ${skills} ${row.phone} ${words.states[row.state]}`
  }
  if (register === 'shelters') return `${names} ${words.shelterKinds[row.kind]} ${row.contact}`
  if (register === 'targets') return `${names} ${words.targetKinds[row.kind]}`
  return `${names} ${row.contact} ${row.stock.map(line => `${line.item} ${line.itemEn}`).join(' ')}`
}

/** The noun of an entry as the map's layers name it. */
export const nounOf = {
  responders: 'responder',
  shelters: 'shelter',
  supplies: 'supply',
  targets: 'target',
} as const

export const tabOfNoun = (noun: string, kind: Responder['kind'] | undefined): Tab | undefined =>
  noun === 'responder'
    ? kind
    : ({ shelter: 'shelters', supply: 'supplies', target: 'targets' } as const)[noun]

/** Free of a stock line: what is there less what orders have set aside. */
export const freeOf = ({ quantity, reserved }: { quantity: number; reserved: number }) =>
  Math.max(0, quantity - reserved)
