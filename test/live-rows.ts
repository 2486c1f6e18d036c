// What of the live world anybody at a desk can read: a rehearsal may change nothing of it.
import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { Incident } from '../server/incident/incident.ts'
import { ask } from './journey-page.ts'

const registers = ['regions', 'grids', 'hazards', 'targets', 'responders', 'supplies', 'shelters', 'plans']
const moving = ['warnings', 'orders', 'closures', 'zones']
const everything: Record<string, string> = {
  grids: '&limit=5000',
  orders: '&state=all',
  closures: '&state=all',
  zones: '&state=all',
}

const stamp = (rows: readonly unknown[]) =>
  `${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`

/** Every list of the live world with its count and a hash of its rows, and the live journal's rows in order. */
export async function liveRows(page: Page): Promise<{ lists: Record<string, string>; journal: string[] }> {
  const lists: Record<string, string> = {}
  for (const noun of [...registers, ...moving])
    lists[noun] = stamp(await ask<unknown[]>(page, `/api/${noun}?town=1${everything[noun] ?? ''}`))
  const incidents = await ask<Incident[]>(page, '/api/incidents?town=1')
  lists.incidents = stamp(incidents)
  for (const part of ['runs', 'timeline']) {
    const rows: unknown[] = []
    for (const { id } of incidents) rows.push(await ask<unknown[]>(page, `/api/incidents/${id}/${part}`))
    lists[part] = stamp(rows)
  }
  return { lists, journal: await journalRows(page) }
}

/** The feed tells the whole journal from its first row on, then falls silent. */
function journalRows(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const rows: string[] = []
        const feed = new EventSource('/api/feed?town=1&after=0&world=0')
        const end = () => {
          feed.close()
          resolve(rows)
        }
        let silence = setTimeout(end, 5000)
        feed.addEventListener('change', event => {
          clearTimeout(silence)
          silence = setTimeout(end, 2000)
          const row = JSON.parse(event.data)
          // Drills are told of in every world; their rows are their own.
          if (row.world === 0) rows.push([row.sequence, row.noun, row.verb, row.id, row.version].join(' '))
        })
        feed.addEventListener('reset', () => reject(new Error('the journal is too long for one reading')))
      }),
  )
}
