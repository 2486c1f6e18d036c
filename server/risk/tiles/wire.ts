import { type RequestListener, Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Answer } from './reply.ts'
import { type Ready, TileConnection } from './tile-connection.ts'

/** An HTTP server on which connections that ask for nothing but tiles are answered before HTTP is set up for them. */
export class TileServer extends Server {
  readonly #own = new Set<TileConnection>()

  /** @param listener gets all requests that are not about tiles, and every one that is not plain */
  constructor(desk: Ready, listener: RequestListener) {
    super(listener)
    const toHttp = this.listeners('connection')
    this.removeAllListeners('connection')
    const lines = new AnswerLines(this)
    this.on('connection', (socket: Socket) => {
      const connection = new TileConnection(socket, {
        desk,
        idleMs: { first: this.headersTimeout, later: this.keepAliveTimeout },
        lineOf: answer => lines.of(answer),
        left: () => this.#own.delete(connection),
        handOver: () => {
          for (const listen of toHttp) listen.call(this, socket)
        },
      })
      this.#own.add(connection)
    })
  }

  override closeIdleConnections(): void {
    super.closeIdleConnections()
    for (const connection of this.#own) if (connection.isIdle) connection.destroy()
  }

  override closeAllConnections(): void {
    super.closeAllConnections()
    for (const connection of this.#own) connection.destroy()
  }
}

/** Answers as bytes, with the headers that Node's HTTP adds; each is made once in a second, which its date names. */
class AnswerLines {
  readonly #server: Server
  #second = 0
  #lines = new WeakMap<Answer, Buffer>()
  #after = ''

  constructor(server: Server) {
    this.#server = server
  }

  of(answer: Answer): Buffer {
    const second = Math.floor(Date.now() / 1000)
    if (second !== this.#second) this.#turn(second)
    const known = this.#lines.get(answer)
    if (known) return known
    const line = Buffer.concat([Buffer.from(this.#headOf(answer), 'latin1'), answer.bytes ?? empty])
    this.#lines.set(answer, line)
    return line
  }

  #turn(second: number): void {
    const { keepAliveTimeout } = this.#server
    const kept = keepAliveTimeout > 0 ? `Keep-Alive: timeout=${Math.floor(keepAliveTimeout / 1000)}\r\n` : ''
    this.#after = `Date: ${new Date(second * 1000).toUTCString()}\r\nConnection: keep-alive\r\n${kept}\r\n`
    this.#second = second
    this.#lines = new WeakMap()
  }

  #headOf({ status, head }: Answer): string {
    let text = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`
    for (let i = 0; i < head.length; i += 2) text += `${head[i]}: ${head[i + 1]}\r\n`
    return text + this.#after
  }
}

const empty = new Uint8Array(0)
