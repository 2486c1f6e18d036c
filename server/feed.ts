import type { Sql } from 'postgres'
import { follow, type JournalRow, lastSequence } from './journal/find.ts'

/** One reader of the change feed, bound to a world and, where set, a town. */
interface Reader {
  world: number
  townId: number | null
  send(row: FeedRow): void
}

export interface FeedRow {
  sequence: number
  text: string
}

/** A levels push or another message that is not a journal row. */
export interface Broadcast {
  event: string
  world: number | null
  townId: number | null
  data: unknown
}

const page = 500

/**
 * Follows the journal by sequence and fans each row out. LISTEN wakes it; the sequence decides, so a lost
 * wake-up only delays (a slow poll catches it) and never loses a row.
 */
export class Feed {
  readonly #sql: Sql
  readonly #readers = new Set<Reader>()
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
    this.#readers.clear()
    await this.#unlisten?.().catch(() => undefined)
  }

  /** Told of every row of every world in order, before the readers are: the memory engines hang on this. */
  watch(watcher: (row: JournalRow) => Promise<void> | void): void {
    this.#watchers.add(watcher)
  }

  /** Answers a stream of server-sent events; `after` resumes behind a sequence that was already seen. */
  stream(reader: Omit<Reader, 'send'>, after: number | null): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder()
    let mine: Reader | undefined
    let beat: NodeJS.Timeout | undefined
    let left = false
    return new ReadableStream({
      start: async controller => {
        let seen = after ?? this.#sequence
        const waiting: FeedRow[] = []
        let caughtUp = false
        const put = (row: FeedRow) => {
          if (left || (row.sequence > 0 && row.sequence <= seen)) return
          if (row.sequence > 0) seen = row.sequence
          controller.enqueue(encoder.encode(row.text))
        }
        mine = { ...reader, send: row => (caughtUp ? put(row) : waiting.push(row)) }
        this.#readers.add(mine)
        controller.enqueue(encoder.encode(`retry: 1500\nevent: hello\ndata: {"sequence":${seen}}\n\n`))
        for await (const row of this.#missed(reader, seen)) put(row)
        caughtUp = true
        for (const row of waiting) put(row)
        // A reader may leave while it is still catching up; a beat into its closed stream would end the process.
        if (left) return
        beat = setInterval(() => controller.enqueue(encoder.encode(': beat\n\n')), 15_000)
        beat.unref()
      },
      cancel: () => {
        left = true
        clearInterval(beat)
        if (mine) this.#readers.delete(mine)
      },
    })
  }

  /** Sends something that is not a journal row, such as new risk levels. */
  broadcast({ event, world, townId, data }: Broadcast): void {
    const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
    for (const reader of this.#readers) {
      const fits =
        (world === null || reader.world === world) &&
        (townId === null || reader.townId === null || reader.townId === townId)
      if (fits) reader.send({ sequence: 0, text })
    }
  }

  async *#missed(reader: Omit<Reader, 'send'>, after: number): AsyncGenerator<FeedRow> {
    let from = after
    for (;;) {
      const rows = await follow(this.#sql, { after: from, limit: page, world: reader.world })
      for (const row of rows) if (concerns(row, reader)) yield feedRow(row)
      if (rows.length < page) return
      from = rows.at(-1)?.sequence ?? from
    }
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
    } catch {
      // The database is away: the next wake-up or the slow poll reads on from the same sequence.
    } finally {
      this.#busy = false
    }
  }

  async #forward(): Promise<void> {
    for (;;) {
      const rows = await follow(this.#sql, { after: this.#sequence, limit: page })
      for (const row of rows) {
        for (const watcher of this.#watchers) await watcher(row)
        const ready = feedRow(row)
        for (const reader of this.#readers) if (concerns(row, reader)) reader.send(ready)
        this.#sequence = row.sequence
      }
      if (rows.length < page) return
    }
  }
}

// Sessions are nobody else's business; rows without a town concern everyone in their world.
const concerns = (row: JournalRow, reader: Omit<Reader, 'send'>) =>
  row.noun !== 'session' &&
  (row.world === reader.world || row.noun === 'drill') &&
  (row.townId === null || reader.townId === null || row.townId === reader.townId)

function feedRow(row: JournalRow): FeedRow {
  const { sequence, noun, nounId, version, verb, at, world, townId, incidentId, actor } = row
  const after = row.noun === 'position' ? row.after : undefined
  const data = JSON.stringify({
    sequence,
    noun,
    id: nounId,
    version,
    verb,
    at,
    world,
    townId,
    incidentId,
    actor,
    after,
  })
  return { sequence, text: `id: ${sequence}\nevent: change\ndata: ${data}\n\n` }
}
