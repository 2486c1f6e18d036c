import { createHash } from 'node:crypto'

/** A journal row as it is hashed: everything but the hash and the moment of recording. */
export interface Row {
  sequence: number
  at: string
  world: number
  townId: number | null
  incidentId: number | null
  actorId: number | null
  actor: string
  verb: string
  noun: string
  nounId: number | null
  version: number | null
  before: unknown
  after: unknown
  request: string
}

/** SHA-256 over the previous hash and the row's canonical JSON: one changed byte breaks every later link. */
export function seal(previous: Uint8Array, row: Row): Uint8Array {
  return createHash('sha256').update(previous).update(canonical(row)).digest()
}

/** JSON with sorted keys, so that the database's own key order does not matter. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`
  }
  return JSON.stringify(value) ?? 'null'
}
