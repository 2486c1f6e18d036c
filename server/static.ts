import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
}
const squeezed = new Set(['.html', '.js', '.mjs', '.css', '.svg', '.json'])

interface File {
  body: Uint8Array<ArrayBuffer>
  gzip: Uint8Array<ArrayBuffer> | null
  type: string
}

/** Serves the built web app; every other path is the app itself, which routes by history. */
export function staticRoutes({ webDirectory }: { webDirectory: string }) {
  const cache = new Map<string, File>()
  const load = async (path: string): Promise<File | null> => {
    const known = cache.get(path)
    if (known) return known
    const inside = normalize(join(webDirectory, path))
    if (!inside.startsWith(normalize(webDirectory))) return null
    const body = await readFile(inside).catch(() => null)
    if (!body) return null
    const kind = extname(path)
    const gzip = squeezed.has(kind) ? new Uint8Array(gzipSync(body)) : null
    const file = { body: new Uint8Array(body), gzip, type: types[kind] ?? 'application/octet-stream' }
    cache.set(path, file)
    return file
  }
  return new Hono().get('*', async c => {
    const asked = decodeURIComponent(c.req.path)
    const found = extname(asked) ? await load(asked) : null
    const file = found ?? (extname(asked) ? null : await load('/index.html'))
    if (!file) return c.text('Not found', 404)
    const lasting = found && asked.startsWith('/assets/')
    const zipped = file.gzip !== null && (c.req.header('accept-encoding') ?? '').includes('gzip')
    return new Response(zipped ? file.gzip : file.body, {
      headers: {
        'content-type': file.type,
        'cache-control': lasting ? 'public, max-age=31536000, immutable' : 'no-cache',
        vary: 'accept-encoding',
        ...(zipped ? { 'content-encoding': 'gzip' } : {}),
      },
    })
  })
}
