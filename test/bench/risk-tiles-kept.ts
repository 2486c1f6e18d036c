import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { taken } from './risk-tiles-peers.ts'

export interface Pressed {
  requests: number
  p50Ms: number
  p99Ms: number
}

export interface Server {
  measure(): Promise<Pressed & { cpuMs: number }>
  close(): Promise<void>
}

const run = promisify(execFile)
const wrk = '/usr/bin/wrk'

/** Whether servers can be pressed here; says what is missing. */
export function canPress(say: (text: string) => void): boolean {
  if (!existsSync(wrk)) say('tiles: wrk is not installed (Debian: wrk); kept tiles are left out')
  return existsSync(wrk)
}

/** Presses a server for two seconds with sixteen connections that stay open. */
export async function pressed(url: string, headers: Record<string, string>): Promise<Pressed> {
  const more = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const { stdout } = await run(wrk, ['-t1', '-c16', '-d2s', '--latency', ...more, url])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`not all answers were tiles:\n${stdout}`)
  const share = (percent: number) => msOf(new RegExp(`${percent}%\\s+([\\d.]+)(us|ms|s)`).exec(stdout))
  return {
    requests: Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0),
    p50Ms: share(50),
    p99Ms: share(99),
  }
}

const msOf = (found: RegExpExecArray | null): number =>
  Number(found?.[1] ?? 0) * (found?.[2] === 'us' ? 0.001 : found?.[2] === 's' ? 1000 : 1)

const configFor = (directory: string, port: number) => `daemon off; master_process off; worker_processes 1;
error_log ${directory}/error.log; pid ${directory}/pid;
events { worker_connections 256; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=10 inactive=60s;
  types { application/vnd.mapbox-vector-tile mvt; }
  client_body_temp_path ${directory}/b; proxy_temp_path ${directory}/p; fastcgi_temp_path ${directory}/f;
  uwsgi_temp_path ${directory}/u; scgi_temp_path ${directory}/s;
  server { listen 127.0.0.1:${port}; root ${directory}/www; gzip_static on; } }
`

/** nginx that sends a tile from a file, gzipped beforehand; null where it is not installed. */
export async function openNginx(plain: Uint8Array, say: (text: string) => void): Promise<Server | null> {
  if (!existsSync('/usr/sbin/nginx')) {
    say('tiles: nginx is not installed (Debian: nginx-light); left out')
    return null
  }
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-nginx-'))
  const port = await freePort()
  await chmod(directory, 0o755)
  await mkdir(join(directory, 'www'))
  await writeFile(join(directory, 'www/tile.mvt'), plain)
  await writeFile(join(directory, 'www/tile.mvt.gz'), gzipSync(plain, { level: 1 }))
  await writeFile(join(directory, 'nginx.conf'), configFor(directory, port))
  const child = spawn('/usr/sbin/nginx', ['-c', join(directory, 'nginx.conf')], { stdio: 'ignore' })
  await new Promise(resolve => setTimeout(resolve, 400))
  const url = `http://127.0.0.1:${port}/tile.mvt`
  const press = () => pressed(url, { 'accept-encoding': 'gzip' })
  return {
    measure: async () => {
      await press()
      const before = taken(child.pid ?? 0)
      const found = await press()
      return { ...found, cpuMs: (taken(child.pid ?? 0) - before) / Math.max(1, found.requests) }
    },
    close: async () => {
      child.kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => void probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo // listening on TCP, so never a pipe's name
  await new Promise(resolve => probe.close(resolve))
  return port
}
