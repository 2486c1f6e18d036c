import { resolve } from 'node:path'

export interface Settings {
  host: string
  port: number
  dataDirectory: string
  databaseUrl: string | undefined
  demo: boolean
}

const known = [
  'SISETU_DATA',
  'SISETU_DEMO',
  'SISETU_LOG',
  'SISETU_SAMPLES',
  'SISETU_TEST_DATABASE',
  'SISETU_CACHE',
  'SISETU_KILLS',
]

/**
 * Reads the environment.
 * @throws Error naming an unknown `SISETU_*` name and the nearest known one, or a value that cannot be
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  for (const name of Object.keys(environment)) {
    if (name.startsWith('SISETU_') && !known.includes(name)) {
      throw new Error(
        `不认识的环境变量 ${name}，是否想写 ${nearest(name)}？ / Unknown ${name}; did you mean ${nearest(name)}?`,
      )
    }
  }
  const port = Number(environment.PORT ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(
      `PORT 应为 0–65535 的整数，现为 ${environment.PORT} / PORT must be a whole number from 0 to 65535`,
    )
  }
  return {
    // Node takes an empty name for every address there is.
    host: environment.HOST || '127.0.0.1',
    port,
    dataDirectory: resolve(environment.SISETU_DATA ?? '.sisetu'),
    databaseUrl: environment.DATABASE_URL || undefined,
    demo: environment.SISETU_DEMO !== '0',
  }
}

const nearest = (name: string): string =>
  known.map(each => ({ each, far: distance(name, each) })).sort((a, b) => a.far - b.far)[0]?.each ?? ''

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
