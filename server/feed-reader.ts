import { concerns, type FeedRow, type Scope } from './feed-row.ts'
import type { JournalRow } from './journal/find.ts'

/** What may wait for one slow reader, about a thousand rows. */
const mostBytes = 256 * 1024
const beatMs = 15_000

/** One open stream of server-sent events: what it has seen, whether it stands where everyone stands. */
export class FeedReader {
  readonly scope: Scope
  seen = 0
  isLive = false
  /** A row that concerns the reader was fanned out while it was still catching up: it has to look again. */
  isBehind = false
  hasEnded = false
  readonly #onEnd: () => void
  readonly #encoder = new TextEncoder()
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined
  #beat: NodeJS.Timeout | undefined
  #roomIsFound: (() => void) | undefined

  constructor(scope: Scope, onEnd: () => void) {
    this.scope = scope
    this.#onEnd = onEnd
  }

  open(): ReadableStream<Uint8Array> {
    this.#beat = setInterval(() => this.#put(': beat\n\n'), beatMs)
    this.#beat.unref()
    return new ReadableStream<Uint8Array>(
      {
        start: controller => {
          this.#controller = controller
        },
        pull: () => this.#roomIsFound?.(),
        // Its reader has left, perhaps while still catching up: nothing may be put into a closed stream.
        cancel: () => this.#leave(),
      },
      { highWaterMark: mostBytes, size: chunk => chunk?.byteLength ?? 0 },
    )
  }

  /** The id counts at once, so that a reader cut before the first change resumes from here. */
  hello(sequence: number): void {
    this.seen = sequence
    this.#put(`retry: 1500\nid: ${sequence}\nevent: hello\ndata: {"sequence":${sequence}}\n\n`)
  }

  /** Says that everything has to be read anew, and is right from `sequence` on. */
  reset(sequence: number): void {
    this.seen = sequence
    this.#put(resetText(sequence))
  }

  /** Gives a row that the reader should have and has not had yet. */
  give(row: JournalRow, ready: FeedRow): void {
    if (row.sequence <= this.seen || !concerns(row, this.scope)) return
    this.seen = row.sequence
    this.#put(ready.text)
  }

  /** Gives a row that was just written; one who is still catching up will come to it by themselves. */
  fanOut(row: JournalRow, ready: FeedRow): void {
    if (this.isLive) this.give(row, ready)
    else if (row.sequence > this.seen && concerns(row, this.scope)) this.isBehind = true
  }

  tell(text: string): void {
    this.#put(text)
  }

  hasTown(townId: number | null): boolean {
    return townId === null || this.scope.townIds === null || this.scope.townIds.includes(townId)
  }

  /** Waits until half of what may wait has been taken. */
  async room(): Promise<void> {
    while (!this.hasEnded && (this.#controller?.desiredSize ?? 0) < mostBytes / 2) {
      await new Promise<void>(resolve => {
        this.#roomIsFound = resolve
      })
    }
  }

  end(): void {
    if (this.hasEnded) return
    this.#leave()
    this.#controller?.close()
  }

  #leave(): void {
    this.hasEnded = true
    clearInterval(this.#beat)
    this.#roomIsFound?.()
    this.#onEnd()
  }

  #put(text: string): void {
    if (this.hasEnded || !this.#controller) return
    if ((this.#controller.desiredSize ?? 0) > 0) {
      this.#controller.enqueue(this.#encoder.encode(text))
      return
    }
    // Too slow to follow: rather than pile up rows for it, let it come back and read the present.
    this.#controller.enqueue(this.#encoder.encode(resetText(this.seen)))
    this.end()
  }
}

const resetText = (sequence: number) => `id: ${sequence}\nevent: reset\ndata: {"sequence":${sequence}}\n\n`
