import type { Socket } from 'node:net'
import type { Asking, TileDesk } from './desk.ts'
import type { Answer } from './reply.ts'
import { readTileRequest } from './tile-request.ts'

/** What tells whether an answer can be given. */
export type Ready = Pick<TileDesk, 'ready' | 'prepare'>

interface Serving {
  desk: Ready
  /** After which a connection is closed that asks for nothing: before its first request, and after an answer. */
  idleMs: { first: number; later: number }
  lineOf(answer: Answer): Buffer
  /** The connection is closed, or HTTP's. */
  left(): void
  /** Gives the socket, paused and with everything unread in it, to HTTP. */
  handOver(): void
}

/**
 * A connection as long as each piece that comes is one plain request for a tile that the asker may read. With the first
 * piece that is anything else it becomes HTTP's for good, with that piece unread: half requests, several at once, other
 * paths, refusals.
 */
export class TileConnection {
  readonly #socket: Socket
  readonly #serving: Serving
  #isBusy = false

  constructor(socket: Socket, serving: Serving) {
    this.#socket = socket
    this.#serving = serving
    socket.on('data', this.#take).on('drain', this.#drained).on('timeout', this.#idled)
    socket.on('end', this.#ended).on('error', this.#failed).on('close', this.#closed)
    socket.setTimeout(serving.idleMs.first)
  }

  /** Nothing is being made or sent. */
  get isIdle(): boolean {
    return !this.#isBusy && this.#socket.writableLength === 0
  }

  destroy(): void {
    this.#socket.destroy()
  }

  readonly #take = (piece: Buffer): void => {
    const asking = readTileRequest(piece)
    const answer = asking && this.#serving.desk.ready(asking)
    if (answer) this.#send(answer)
    else if (asking) this.#prepare(asking, piece)
    else this.#handOver(piece)
  }

  #prepare(asking: Asking, piece: Buffer): void {
    this.#isBusy = true
    this.#socket.pause()
    const done = () => this.#prepared(asking, piece)
    this.#serving.desk.prepare(asking).then(done, done)
  }

  #prepared(asking: Asking, piece: Buffer): void {
    this.#isBusy = false
    if (!this.#socket.writable) return
    const answer = this.#serving.desk.ready(asking)
    if (answer) {
      this.#socket.resume()
      this.#send(answer)
    } else this.#handOver(piece)
  }

  /** Who does not read is not read either: little more than one answer waits to be sent. */
  #send(answer: Answer): void {
    const socket = this.#socket
    const { later } = this.#serving.idleMs
    if (socket.timeout !== later) socket.setTimeout(later)
    if (!socket.write(this.#serving.lineOf(answer))) socket.pause()
  }

  readonly #drained = (): void => {
    if (!this.#isBusy) this.#socket.resume()
  }

  readonly #idled = (): void => {
    if (this.isIdle) this.destroy()
  }

  readonly #ended = (): void => {
    this.#socket.end()
  }

  /** A socket that failed is closed by itself. */
  readonly #failed = (): void => undefined

  readonly #closed = (): void => this.#serving.left()

  #handOver(piece: Buffer): void {
    const socket = this.#socket
    socket.pause()
    socket.off('data', this.#take).off('drain', this.#drained).off('timeout', this.#idled)
    socket.off('end', this.#ended).off('error', this.#failed).off('close', this.#closed)
    socket.setTimeout(0)
    socket.unshift(piece)
    this.#serving.left()
    this.#serving.handOver()
    socket.resume()
  }
}
