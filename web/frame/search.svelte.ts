import type { SearchHit } from '../../server/region/region.ts'
import type { Api } from '../api.ts'
import type { Key, Keys } from '../keys.ts'
import type { Words } from '../language/words.ts'

export type Found =
  | { kind: 'hit'; group: SearchHit['noun']; hit: SearchHit }
  | { kind: 'command'; group: 'command'; text: string; key: Key }

const pauseMs = 140
const mostCommands = 8

/** Bound keys whose words contain the query. A command that is a plain step of the list would only be noise. */
export function findCommands(keys: Keys, words: Words, query: string): Found[] {
  const wanted = query.trim().toLowerCase()
  const rows = keys.bindings.flatMap(binding => binding.keys)
  return rows
    .filter(key => key.when?.() ?? true)
    .map(key => ({ kind: 'command' as const, group: 'command' as const, text: key.word(words), key }))
    .filter(found => wanted !== '' && found.text.toLowerCase().includes(wanted))
    .slice(0, mostCommands)
}

/** Results in groups: the order of groups is the order of their best result. */
export function grouped(found: readonly Found[]): { group: Found['group']; rows: Found[] }[] {
  const groups = new Map<Found['group'], Found[]>()
  for (const row of found) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  return [...groups].map(([group, rows]) => ({ group, rows }))
}

/** What the search box has found; a later question overtakes an earlier answer. */
export class Finder {
  hits = $state.raw<readonly Found[]>([])
  asked = $state('')
  #api: Api
  #timer: ReturnType<typeof setTimeout> | undefined
  #turn = 0

  constructor(api: Api) {
    this.#api = api
  }

  ask(query: string, townId: number) {
    clearTimeout(this.#timer)
    this.#turn += 1
    if (query.trim() === '') {
      this.hits = []
      this.asked = ''
      return
    }
    const turn = this.#turn
    this.#timer = setTimeout(() => void this.#fetch(query, { townId, turn }), pauseMs)
  }

  async #fetch(query: string, { townId, turn }: { townId: number; turn: number }) {
    const hits = await this.#api.get<SearchHit[]>('/api/search', { town: townId, q: query }).catch(() => [])
    if (turn !== this.#turn) return
    this.hits = hits.map(hit => ({ kind: 'hit', group: hit.noun, hit }))
    this.asked = query
  }
}
