import type { Incident } from '../../server/incident/incident.ts'
import type { Warning } from '../../server/warning/warning.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'
import type { Session } from '../session.svelte.ts'
import type { Frame } from './frame.svelte.ts'

interface Parts {
  townId: number
  api: Api
  feed: Feed
  frame: Frame
  session: Session
}

/** Keeps what the bar says of a town (warnings, mode, the drill's clock) in step; answers how to stop. */
export function followTown({ townId, api, feed, frame, session }: Parts): () => void {
  let gone = false
  const quietly = (work: Promise<unknown>) => work.catch(error => console.warn(error))
  const warnings = async () => {
    const list = await api.get<Warning[]>('/api/warnings', { town: townId })
    if (!gone) frame.warnings = list
  }
  const incidents = async () => {
    const list = await api.get<Pick<Incident, 'state'>[]>('/api/incidents', { town: townId })
    if (!gone) frame.openIncidents = list.filter(incident => incident.state !== 'closed').length
  }
  const all = () => void quietly(Promise.all([warnings(), incidents()]))
  all()
  const stops = [
    feed.on('warning', () => void quietly(warnings())),
    feed.on('incident', () => void quietly(incidents())),
    feed.on('drill', () => void quietly(session.load())),
    feed.onReset(all),
  ]
  return () => {
    gone = true
    for (const stop of stops) stop()
  }
}
