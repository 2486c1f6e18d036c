import type { Incident } from '../../server/incident/incident.ts'

/** Incidents with every word of the query in their title, number, place or grid. */
export function matching(incidents: readonly Incident[], query: string): Incident[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return incidents.filter(({ title, number, address, regionName, gridCode, gridName }) => {
    const text = [title, number, address, regionName, gridCode, gridName].join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}
