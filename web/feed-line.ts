/** One row of the journal as the feed tells it. `after` is the whole noun where it is small enough to carry. */
export interface Change {
  sequence: number
  noun: string
  id: number
  version: number
  verb: string
  at: string
  incidentId: number | undefined
  actor: string
  after?: unknown
}

/** Reads the JSON of a `change` event; answers undefined for what is not a change. */
export function readChange(text: string): Change | undefined {
  const row = parse(text)
  const { sequence, noun, verb, at } = row
  const id = row.id ?? row.nounId
  if (typeof sequence !== 'number' || typeof noun !== 'string' || typeof verb !== 'string') return undefined
  const change: Change = {
    sequence,
    noun,
    id: typeof id === 'number' ? id : 0,
    version: typeof row.version === 'number' ? row.version : 0,
    verb,
    at: typeof at === 'string' ? at : '',
    incidentId: typeof row.incidentId === 'number' ? row.incidentId : undefined,
    actor: typeof row.actor === 'string' ? row.actor : '',
  }
  if (row.after !== undefined && row.after !== null) change.after = row.after
  return change
}

export function parseJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function parse(text: string): Record<string, unknown> {
  const value = parseJson(text)
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
