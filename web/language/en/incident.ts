import type { incident as zh } from '../zh/incident.ts'

export const incident: typeof zh = {
  title: 'Incidents',
}
