import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono, type Context as HonoContext } from 'hono'
import { missing } from './errors.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}
const squeezed = new Set(['.html', '.js', '.mjs', '.css', '.svg', '.json', '.webmanifest', '.wasm', '.txt'])
const squeeze = promisify(gzip)

interface File {
  body: Uint8Array<ArrayBuffer>
  gzip: Uint8Array<ArrayBuffer> | null
  type: string
  etag: string
}

/** Serves the built web app; every path without an extension is the app itself, which routes by history. */
export function staticRoutes({ webDirectory }: { webDirectory: string }) {
  const root = resolve(webDirectory)
  const cache = new Map<string, Promise<File | null>>()
  const load = (asked: string): Promise<File | null> => {
    const path = resolve(root, `.${sep}${asked}`)
    // A neighbour such as `web-old` begins alike, so the separator belongs to the comparison.
    if (!path.startsWith(root + sep)) return Promise.resolve(null)
    const loading = cache.get(path) ?? read(path)
    cache.set(path, loading)
    // Neither a missing file nor a path made up by a visitor stays in memory.
    loading.then(file => file ?? cache.delete(path))
    return loading
  }
  return new Hono().get('*', async c => {
    const asked = decoded(c.req.path)
    const isFile = extname(asked) !== ''
    const file = await load(isFile ? asked : '/index.html')
    if (!file) throw missing({ zh: '没有这个文件', en: 'There is no such file' })
    return answer(c, file, isFile && asked.startsWith('/assets/'))
  })
}

function answer(c: HonoContext, file: File, isLasting: boolean): Response {
  const isZipped = file.gzip !== null && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  const headers = {
    'content-type': file.type,
    'cache-control': isLasting ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  }
  if (c.req.header('if-none-match') === file.etag) return new Response(null, { status: 304, headers })
  const body = isZipped && file.gzip ? file.gzip : file.body
  return new Response(body, {
    headers: {
      ...headers,
      'content-length': String(body.byteLength),
      ...(isZipped ? { 'content-encoding': 'gzip' } : {}),
    },
  })
}

async function read(path: string): Promise<File | null> {
  const body = await readFile(path).catch(() => null)
  if (!body) return null
  const kind = extname(path)
  return {
    body: new Uint8Array(body),
    gzip: squeezed.has(kind) ? new Uint8Array(await squeeze(body)) : null,
    type: types[kind] ?? 'application/octet-stream',
    // Weak: the same file, zipped or not.
    etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw missing({ zh: '没有这个文件', en: 'There is no such file' })
  }
}
