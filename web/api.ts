import { hc } from 'hono/client'
import { createContext } from 'svelte'
import type { Api as ServerApi } from '../server/app.ts'
import { Problem, readProblem } from './problem.ts'

export { Problem } from './problem.ts'

type Query = Record<string, string | number | boolean | undefined>

/** What every request carries, read at the moment it is sent. */
export interface Surroundings {
  worldId: () => number
  languageTag: () => string
  /** Told about each try: whether the server was reached, and what its clock said in ms. */
  reached: (yes: boolean, serverMs?: number) => void
  /** Told when the session has ended. */
  ended: () => void
}

type Client = ReturnType<typeof hc<ServerApi>>

const waitsMs = [400, 1200, 3000]
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** The one door to the server. Every failure is a `Problem`; a request is retried on network loss only. */
export class Api {
  readonly #around: Surroundings
  #client: Client | undefined

  constructor(around: Surroundings) {
    this.#around = around
  }

  /** Hono's client over the server's own types: `api.call(api.client.api.towns.$get())`. */
  get client(): Client {
    this.#client ??= hc<ServerApi>(location.origin, { fetch: this.send })
    return this.#client
  }

  get = <Reply>(path: string, query?: Query) => this.request<Reply>('GET', withQuery(path, query))
  post = <Reply>(path: string, body?: unknown, key?: string) =>
    this.request<Reply>('POST', path, { body, key })
  put = <Reply>(path: string, body: unknown) => this.request<Reply>('PUT', path, { body })
  patch = <Reply>(path: string, body: unknown) => this.request<Reply>('PATCH', path, { body })
  delete = <Reply>(path: string, body?: unknown) => this.request<Reply>('DELETE', path, { body })

  async request<Reply>(
    method: string,
    path: string,
    more: { body?: unknown; key?: string | undefined } = {},
  ) {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (more.body !== undefined) headers['content-type'] = 'application/json'
    if (more.key) headers['idempotency-key'] = more.key
    const init: RequestInit = { method, headers }
    if (more.body !== undefined) init.body = JSON.stringify(more.body)
    return replyOf<Reply>(await this.send(path, init))
  }

  /** The typed reply of a call through `client`. */
  call = async <Reply>(pending: Promise<{ json(): Promise<Reply> }>): Promise<Reply> => (await pending).json()

  /** The raw bytes of a binary answer, and the mark by which the server names their content. */
  bytes = async (path: string) => {
    const response = await this.send(path, {})
    return { bytes: new Uint8Array(await response.arrayBuffer()), mark: response.headers.get('etag') ?? '' }
  }

  /** A `fetch` that adds world and language, retries lost connections and throws a `Problem` unless the answer is good. */
  send = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('sisetu-world', String(this.#around.worldId()))
    headers.set('accept-language', this.#around.languageTag())
    if (init.method === 'POST' && !headers.has('idempotency-key')) headers.set('idempotency-key', newKey())
    const response = await this.#deliver(input, { ...init, headers })
    if (response.ok) return response
    if (response.status === 401) this.#around.ended()
    throw readProblem(response.status, await response.json().catch(() => undefined))
  }

  async #deliver(input: RequestInfo | URL, init: RequestInit): Promise<Response> {
    const tries = repeatable(init) ? waitsMs.length : 0
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await fetch(input, init)
        this.#around.reached(true, Date.parse(response.headers.get('date') ?? ''))
        return response
      } catch (error) {
        if (init.signal?.aborted) throw error
        const wait = attempt < tries ? waitsMs[attempt] : undefined
        if (wait === undefined) {
          this.#around.reached(false)
          throw new Problem({ code: 'offline', status: 0 })
        }
        await pause(wait)
      }
    }
  }
}

/** A request may be sent twice when it changes nothing or the server knows it by its key; a versioned write may not. */
export function repeatable(init: RequestInit): boolean {
  const method = init.method ?? 'GET'
  if (method === 'POST') return new Headers(init.headers).has('idempotency-key')
  return method !== 'PATCH' && method !== 'PUT'
}

export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  )
  return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path
}

/** A random key; `randomUUID` is missing on plain-http addresses and in older browsers. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** The caller names the reply's type: the routes check what they send against the same zod words. */
async function replyOf<Reply>(response: Response): Promise<Reply> {
  const body: unknown = response.status === 204 ? undefined : await response.json()
  return body as Reply
}

export const [useApi, provideApi] = createContext<Api>()
