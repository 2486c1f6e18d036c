import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { Api, newKey, Problem, repeatable, withQuery } from './api.ts'

let server: Server | undefined
afterEach(() => new Promise<void>(done => (server ? server.close(() => done()) : done())))

const serve = (answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  new Promise<string>(ready => {
    const opened = createServer(answer).listen(0, '127.0.0.1', () => {
      const address = opened.address()
      ready(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`)
    })
    server = opened
  })

const openApi = () => {
  const told: unknown[] = []
  const api = new Api({
    worldId: () => 7,
    languageTag: () => 'zh-CN',
    reached: yes => told.push(yes),
    ended: () => told.push('ended'),
  })
  return { api, told }
}

describe('the door to the server', () => {
  it('carries world, language and, for a POST, a key', async () => {
    const seen: IncomingMessage['headers'][] = []
    const base = await serve((request, response) => {
      seen.push(request.headers)
      response.end('{"ok":true}')
    })
    const { api } = openApi()
    await api.get(`${base}/x`)
    expect(await api.post(`${base}/x`, { a: 1 })).toEqual({ ok: true })
    expect(seen[0]).toMatchObject({ 'sisetu-world': '7', 'accept-language': 'zh-CN' })
    expect(seen[0]?.['idempotency-key']).toBeUndefined()
    expect(seen[1]?.['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
  })

  it('repeats a lost POST with the same key until it arrives', async () => {
    const keys: unknown[] = []
    const base = await serve((request, response) => {
      keys.push(request.headers['idempotency-key'])
      if (keys.length === 1) request.socket.destroy()
      else response.end('{"id":1}')
    })
    const { api } = openApi()
    expect(await api.post(`${base}/orders`, {})).toEqual({ id: 1 })
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBe(keys[1])
  })

  it('does not repeat a versioned write and says that nothing was reached', async () => {
    let count = 0
    const base = await serve(request => {
      count += 1
      request.socket.destroy()
    })
    const { api, told } = openApi()
    await expect(api.put(`${base}/grids/1`, { version: 2 })).rejects.toMatchObject({ code: 'offline' })
    expect(count).toBe(1)
    expect(told).toEqual([false])
  })

  it('throws what the server says, and tells when the session has ended', async () => {
    const base = await serve((_, response) => {
      response.writeHead(401, { 'content-type': 'application/problem+json' })
      response.end('{"code":"unauthenticated","detail":"请先登录"}')
    })
    const { api, told } = openApi()
    const error: unknown = await api.get(`${base}/x`).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Problem)
    expect(error).toMatchObject({ code: 'unauthenticated', detail: '请先登录', status: 401 })
    expect(told).toEqual([true, 'ended'])
  })

  it('answers nothing for an empty reply', async () => {
    const base = await serve((_, response) => response.writeHead(204).end())
    expect(await openApi().api.delete(`${base}/x`)).toBeUndefined()
  })
})

describe('requests', () => {
  it('repeats only what may arrive twice', () => {
    expect(repeatable({})).toBe(true)
    expect(repeatable({ method: 'POST' })).toBe(false)
    expect(repeatable({ method: 'POST', headers: { 'idempotency-key': 'k' } })).toBe(true)
    expect(repeatable({ method: 'PATCH' })).toBe(false)
    expect(repeatable({ method: 'PUT' })).toBe(false)
  })

  it('writes queries and leaves out what is not given', () => {
    expect(withQuery('/api/search', { q: '申港', town: 1, bbox: undefined })).toBe(
      '/api/search?q=%E7%94%B3%E6%B8%AF&town=1',
    )
    expect(withQuery('/api/towns')).toBe('/api/towns')
  })

  it('never makes the same key twice', () => {
    expect(new Set(Array.from({ length: 500 }, newKey)).size).toBe(500)
  })
})
