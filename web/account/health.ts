export interface HealthPart {
  name: 'database' | 'migrations' | 'roads'
  ready: boolean
  detail: string
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
const text = (value: unknown) => (typeof value === 'string' ? value : '')
const good = new Set(['ready', 'applied'])

/** Reads `/readyz`; a part that is not named, or an answer that is not ours, is not ready. */
export function readHealth(body: unknown): HealthPart[] {
  const { database, migrations, roads } = record(body)
  const towns = Array.isArray(roads) ? roads.map(record) : []
  const valhalla = towns.filter(town => town.valhalla === 'ready').length
  return [
    {
      name: 'database',
      ready: good.has(text(record(database).state)),
      detail: [text(record(database).kind), text(record(database).version)].filter(Boolean).join(' '),
    },
    {
      name: 'migrations',
      ready: good.has(text(record(migrations).state)),
      detail: String(record(migrations).applied ?? ''),
    },
    {
      name: 'roads',
      ready: towns.length > 0 && towns.every(town => town.field === 'ready'),
      detail: towns.length > 0 ? `Valhalla ${valhalla}/${towns.length}` : '',
    },
  ]
}
