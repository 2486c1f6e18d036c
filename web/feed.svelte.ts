import { createContext } from 'svelte'
import { type Change, parseJson, readChange } from './feed-line.ts'

export type { Change } from './feed-line.ts'

export type Connection = 'online' | 'joining' | 'offline'
type Listener = (change: Change) => void

const waitsMs = [500, 1000, 2000, 4000, 8000]
/** An opening that takes longer than this shows as offline. */
const patienceMs = 6000

/** The changes of one world and town as they happen. Resumes by itself from the last sequence it has seen. */
export class Feed {
  connection = $state<Connection>('joining')
  #listeners = new Map<string, Set<Listener>>()
  #resets = new Set<() => void>()
  #joins = new Set<() => void>()
  #messages = new Map<string, Set<(data: unknown) => void>>()
  #source: EventSource | undefined
  #address = ''
  #sequence = 0
  #tries = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #patience: ReturnType<typeof setTimeout> | undefined

  /** Calls `listener` for each change of a noun (`*`: of any); answers how to stop. */
  on(noun: string, listener: Listener): () => void {
    const set = this.#listeners.get(noun) ?? new Set()
    this.#listeners.set(noun, set)
    set.add(listener)
    return () => set.delete(listener)
  }

  /** Calls `listener` when what is on screen must be read again: another world, or a gap the server cannot fill. */
  onReset(listener: () => void): () => void {
    this.#resets.add(listener)
    return () => this.#resets.delete(listener)
  }

  /** Calls `listener` whenever the stream is open again: messages that are not journal rows may have been missed. */
  onJoin(listener: () => void): () => void {
    this.#joins.add(listener)
    return () => this.#joins.delete(listener)
  }

  /** Calls `listener` with each message of an event that is not a journal row, such as `levels`. */
  hear(event: string, listener: (data: unknown) => void): () => void {
    const known = this.#messages.get(event)
    const set = known ?? new Set()
    set.add(listener)
    if (!known) {
      this.#messages.set(event, set)
      this.#listenFor(event)
    }
    return () => set.delete(listener)
  }

  /** Follows a world and a town behind a sequence that everything on screen was read after. */
  follow({ worldId, townId, sequence }: { worldId: number; townId: number; sequence: number }) {
    const address = `/api/feed?world=${worldId}&town=${townId}`
    if (address === this.#address) return
    const moved = this.#address !== ''
    this.#address = address
    this.#sequence = Math.max(this.#sequence, sequence)
    this.#open()
    if (moved) this.#reset()
  }

  close() {
    this.#address = ''
    clearTimeout(this.#timer)
    clearTimeout(this.#patience)
    this.#source?.close()
    this.#source = undefined
  }

  #open() {
    clearTimeout(this.#timer)
    this.#source?.close()
    this.#waitBeforeOffline()
    const resumed = this.#sequence > 0 ? `&after=${this.#sequence}` : ''
    const source = new EventSource(this.#address + resumed)
    this.#source = source
    source.addEventListener('open', () => this.#joined())
    source.addEventListener('hello', event => {
      this.#resumeFrom(event.data)
      for (const listener of this.#joins) listener()
    })
    source.addEventListener('change', event => this.#tell(event.data))
    source.addEventListener('reset', event => this.#startFrom(event.data))
    source.addEventListener('error', () => this.#lost(source))
    for (const event of this.#messages.keys()) this.#listenFor(event)
  }

  #listenFor(event: string) {
    this.#source?.addEventListener(event, message => {
      const data = parseJson(message.data)
      for (const listener of this.#messages.get(event) ?? []) listener(data)
    })
  }

  #resumeFrom(text: unknown) {
    const hello = parseJson(text)
    const sequence =
      typeof hello === 'object' && hello !== null && 'sequence' in hello ? hello.sequence : undefined
    if (this.#sequence === 0 && typeof sequence === 'number') this.#sequence = sequence
  }

  /** The server starts anew from a sequence, which may be lower than what was seen. */
  #startFrom(text: unknown) {
    this.#sequence = 0
    this.#resumeFrom(text)
    this.#reset()
  }

  #joined() {
    clearTimeout(this.#patience)
    this.#patience = undefined
    this.#tries = 0
    this.connection = 'online'
  }

  /** The browser reconnects by itself while CONNECTING; a closed source is opened again by us. */
  #lost(source: EventSource) {
    if (source !== this.#source) return
    this.#waitBeforeOffline()
    if (source.readyState !== EventSource.CLOSED) return
    const wait = waitsMs[Math.min(this.#tries, waitsMs.length - 1)]
    this.#tries += 1
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#open(), wait)
  }

  #waitBeforeOffline() {
    if (this.connection === 'online') this.connection = 'joining'
    this.#patience ??= setTimeout(() => {
      this.connection = 'offline'
    }, patienceMs)
  }

  #tell(data: unknown) {
    const change = typeof data === 'string' ? readChange(data) : undefined
    if (!change || (change.sequence > 0 && change.sequence <= this.#sequence)) return
    this.#sequence = change.sequence
    for (const noun of [change.noun, '*']) {
      for (const listener of this.#listeners.get(noun) ?? []) listener(change)
    }
  }

  #reset() {
    for (const listener of this.#resets) listener()
  }
}

export const [useFeed, provideFeed] = createContext<Feed>()
