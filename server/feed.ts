import type { Sql } from 'postgres'
import { FeedReader } from './feed-reader.ts'
import { type FeedRow, feedRow, type Scope } from './feed-row.ts'
import { follow, type JournalRow, lastSequence } from './journal/find.ts'
import { log } from './log.ts'
import { isAway } from './problem.ts'

/** A levels push or another message that is not a journal row. */
export interface Broadcast {
  event: string
  world: number | null
  townId: number | null
  data: unknown
}

const page = 500
/** A reader farther behind than this reads everything anew instead. */
const farthest = 10_000
// Whoever is signed out, turned off or given another password loses the streams opened before.
const endings = new Set(['session/sign-out', 'person/deactivate', 'person/set-password'])

/**
 * Follows the journal by sequence and fans each row out. LISTEN wakes it; the sequence decides, so a lost
 * wake-up only delays (a slow poll catches it) and never loses a row.
 */
export class Feed {
  readonly #sql: Sql
  readonly #readers = new Set<FeedReader>()
  readonly #watchers = new Set<(row: JournalRow) => Promise<void> | void>()
  #sequence = 0
  #busy = false
  #again = false
  #timer: NodeJS.Timeout | undefined
  #unlisten: (() => Promise<void>) | undefined

  constructor(sql: Sql) {
    this.#sql = sql
  }

  /** The last row that was fanned out. */
  get sequence(): number {
    return this.#sequence
  }

  /** How many are reading. */
  get readers(): number {
    return this.#readers.size
  }

  async start(): Promise<void> {
    this.#sequence = await lastSequence(this.#sql)
    const wake = () => void this.catchUp()
    const listening = await this.#sql.listen('sisetu_journal', wake, wake)
    this.#unlisten = listening.unlisten
    this.#timer = setInterval(wake, 2000)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    for (const reader of this.#readers) reader.end()
    await this.#unlisten?.().catch(() => undefined)
  }

  /** Told of every row of every world in order, before the readers are: the memory engines hang on this. */
  watch(watcher: (row: JournalRow) => Promise<void> | void): void {
    this.#watchers.add(watcher)
  }

  /** Answers a stream of server-sent events; `after` resumes behind a sequence that was already seen. */
  stream(scope: Scope, after: number | null): ReadableStream<Uint8Array> {
    const reader = new FeedReader(scope, () => this.#readers.delete(reader))
    const stream = reader.open()
    this.#readers.add(reader)
    reader.hello(after ?? this.#sequence)
    this.#bringUp(reader).catch(() => reader.end())
    return stream
  }

  /** Sends something that is not a journal row, such as new risk levels. */
  broadcast({ event, world, townId, data }: Broadcast): void {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    for (const reader of this.#readers) {
      if ((world === null || reader.scope.world === world) && reader.hasTown(townId)) reader.tell(text)
    }
  }

  /** Reads to a newcomer what they missed, at their pace, until they stand where everyone stands. */
  async #bringUp(reader: FeedReader): Promise<void> {
    await this.#resetIfLost(reader)
    let from = reader.seen
    while (!reader.isLive && !reader.hasEnded) {
      reader.isBehind = false
      const rows = await follow(this.#sql, { after: from, limit: page, worldOrDrills: reader.scope.world })
      for (const row of rows) {
        await reader.room()
        reader.give(row, feedRow(row))
      }
      from = rows.at(-1)?.sequence ?? from
      // Nothing may happen between this check and the change: from here on every row comes by fanning out.
      if (rows.length < page && !reader.isBehind) reader.isLive = true
    }
  }

  /** Beyond the journal's end, or far behind it: what is on that screen is not ours to mend row by row. */
  async #resetIfLost(reader: FeedReader): Promise<void> {
    const { seen } = reader
    if (seen <= this.#sequence && seen >= this.#sequence - farthest) return
    const last = await lastSequence(this.#sql)
    if (seen > last || seen < last - farthest) reader.reset(last)
  }

  /** Reads what the journal has beyond the last row that was fanned out; one run at a time. */
  async catchUp(): Promise<void> {
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    try {
      do {
        this.#again = false
        await this.#forward()
      } while (this.#again)
    } catch (error) {
      // Away: the next wake-up or the slow poll reads on from the same sequence.
      if (!isAway(error)) log.error({ err: error })
    } finally {
      this.#busy = false
    }
  }

  async #forward(): Promise<void> {
    for (;;) {
      const rows = await follow(this.#sql, { after: this.#sequence, limit: page })
      for (const row of rows) {
        await this.#tellWatchers(row)
        this.#fanOut(row, feedRow(row))
        this.#sequence = row.sequence
      }
      if (rows.length < page) return
    }
  }

  async #tellWatchers(row: JournalRow): Promise<void> {
    for (const watcher of this.#watchers) {
      try {
        await watcher(row)
      } catch (error) {
        if (isAway(error)) throw error
        // One row that an engine cannot take must not hold up everyone's feed for ever.
        log.error({ err: error, sequence: row.sequence })
      }
    }
  }

  #fanOut(row: JournalRow, ready: FeedRow): void {
    const isEnding = endings.has(`${row.noun}/${row.verb}`)
    for (const reader of this.#readers) {
      if (isEnding && reader.scope.personId === row.nounId) reader.end()
      else reader.fanOut(row, ready)
    }
  }
}
