import { createContext } from 'svelte'
import type { Closure, Order, Zone } from '../../server/dispatch/dispatch.ts'
import type { Hazard } from '../../server/hazard/hazard.ts'
import type { Incident } from '../../server/incident/incident.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { Responder } from '../../server/responder/responder.ts'
import type { Shelter } from '../../server/shelter/shelter.ts'
import type { Supply } from '../../server/supply/supply.ts'
import type { Target } from '../../server/target/target.ts'
import type { Api } from '../api.ts'
import type { Change, Feed } from '../feed.svelte.ts'

/** What is where, in this town and world: the lists every workspace draws from. */
export interface Lists {
  hazards: readonly Hazard[]
  targets: readonly Target[]
  shelters: readonly Shelter[]
  supplies: readonly Supply[]
  responders: readonly Responder[]
  incidents: readonly Incident[]
  closures: readonly Closure[]
  zones: readonly Zone[]
  orders: readonly Order[]
}

export const noLists: Lists = {
  hazards: [],
  targets: [],
  shelters: [],
  supplies: [],
  responders: [],
  incidents: [],
  closures: [],
  zones: [],
  orders: [],
}

/** Which list a journal noun asks to be read again. */
const listsOf: Record<string, readonly (keyof Lists)[]> = {
  target: ['targets'],
  shelter: ['shelters'],
  supply: ['supplies'],
  responder: ['responders'],
  incident: ['incidents'],
  run: ['incidents'],
  closure: ['closures'],
  zone: ['zones'],
  order: ['orders', 'responders'],
}

/** Sources are many and change in twos, the assessment and the source: they are read once, after the colours. */
const SOURCES_WAIT_MS = 250

/** Kept whole and replaced whole; a moved team is patched in place, since the feed carries its position. */
export class Situation {
  lists = $state.raw<Lists>(noLists)
  /** False until the first reading of a town is in. */
  ready = $state(false)
  readonly #api: Api
  #townId = 0
  /** Raised with every town or world that is turned to: what was asked before is of another one. */
  #turn = 0
  #wanted = new Set<keyof Lists>()
  #reading = false
  #sourcesTimer: ReturnType<typeof setTimeout> | undefined

  constructor(api: Api) {
    this.#api = api
  }

  /** Reads everything and follows the feed; answers how to stop. */
  follow(townId: number, feed: Feed): () => void {
    this.#townId = townId
    this.#turn += 1
    this.ready = false
    this.lists = noLists
    const everything = () => this.#ask(...keysOf(noLists))
    everything()
    const stops = [feed.on('*', change => this.#hear(change)), feed.onReset(everything)]
    return () => {
      clearTimeout(this.#sourcesTimer)
      this.#sourcesTimer = undefined
      for (const stop of stops) stop()
    }
  }

  /** Reads lists again, e.g. after this screen's own change: the feed would say so too, a moment later. */
  again = (...names: (keyof Lists)[]) => this.#ask(...names)

  #hear(change: Change) {
    const moved = change.noun === 'position' ? movedBy(change.after) : undefined
    if (moved) this.lists = { ...this.lists, responders: withPosition(this.lists.responders, moved) }
    else if (change.noun === 'hazard' || change.noun === 'assessment') this.#askForSources()
    else this.#ask(...(listsOf[change.noun] ?? []))
  }

  #askForSources() {
    this.#sourcesTimer ??= setTimeout(() => {
      this.#sourcesTimer = undefined
      this.#ask('hazards')
    }, SOURCES_WAIT_MS)
  }

  #ask(...names: (keyof Lists)[]) {
    for (const name of names) this.#wanted.add(name)
    if (!this.#reading) void this.#read()
  }

  async #read() {
    this.#reading = true
    try {
      while (this.#wanted.size > 0) {
        const names = [...this.#wanted]
        this.#wanted.clear()
        const turn = this.#turn
        const read = await Promise.all(names.map(async name => [name, await this.#list(name)] as const))
        if (turn !== this.#turn) continue
        const lists: Lists = { ...this.lists, ...Object.fromEntries(read) }
        this.lists = { ...lists, responders: withNewer(lists.responders, this.lists.responders) }
      }
      this.ready = true
    } catch {
      // Offline: the feed resets when it is back and everything is read again; what is on screen stays.
    } finally {
      this.#reading = false
    }
  }

  #list = (name: keyof Lists) => this.#api.get<Lists[typeof name]>(`/api/${name}`, { town: this.#townId })
}

interface Moved {
  responderId: number
  lngLat: LngLat
  at: string
}

function movedBy(after: unknown): Moved | undefined {
  if (typeof after !== 'object' || after === null) return undefined
  const { responderId, lngLat, at } = after as Partial<Moved>
  return typeof responderId === 'number' && Array.isArray(lngLat) && typeof at === 'string'
    ? { responderId, lngLat, at }
    : undefined
}

export function withPosition(responders: readonly Responder[], moved: Moved): readonly Responder[] {
  return responders.map(each =>
    each.id === moved.responderId && (each.positionAt ?? '') <= moved.at
      ? { ...each, lngLat: moved.lngLat, positionAt: moved.at }
      : each,
  )
}

/** A list read while a team moved is older than what the feed said meanwhile: the later position stays. */
export function withNewer(read: readonly Responder[], shown: readonly Responder[]): readonly Responder[] {
  if (read === shown) return read
  const known = new Map(shown.map(each => [each.id, each]))
  return read.map(each => {
    const before = known.get(each.id)
    if (!before?.positionAt || before.positionAt <= (each.positionAt ?? '')) return each
    return { ...each, lngLat: before.lngLat, positionAt: before.positionAt }
  })
}

// The names of a constant record are the keys of its type.
const keysOf = (lists: Lists) => Object.keys(lists) as (keyof Lists)[]

export const [useSituation, provideSituation] = createContext<Situation>()
