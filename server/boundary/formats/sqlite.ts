import { createRequire } from 'node:module'
import { z } from 'zod'

/** The little that is used of SQLite in WebAssembly, which ships no types. */
export interface Sqlite {
  run(sql: string, values?: unknown[]): unknown
  prepare(sql: string): Statement
  export(): Uint8Array
  close(): void
}

export interface Statement {
  bind(values: unknown[]): boolean
  step(): boolean
  get(): unknown[]
  getColumnNames(): string[]
  free(): boolean
}

type Engine = { Database: new (bytes?: Uint8Array) => Sqlite }

const Start = z.custom<(options: object) => Promise<Engine>>(value => typeof value === 'function')

let engine: Promise<Engine> | undefined

/** Opens a database held in memory: an empty one, or the bytes of a file. */
export async function openSqlite(bytes?: Uint8Array): Promise<Sqlite> {
  engine ??= Start.parse(createRequire(import.meta.url)('sql.js'))({})
  const { Database } = await engine
  return new Database(bytes)
}
