import type { Recommendation } from '../../server/dispatch/dispatch.ts'
import type { Incident } from '../../server/incident/incident.ts'
import { percentile, signedIn } from '../server-process.ts'

/** Asks for a large force, over and over, with routes; nothing is dispatched. At least thirty are candidates. */
export async function measureRecommendation(url: string, rounds: number) {
  const commander = await signedIn(url, 'commander')
  const session = await commander.get<{ town: { id: number } }>('/api/session')
  const incidents = await commander.get<Incident[]>(`/api/incidents?town=${session.town.id}`)
  const incident = incidents.find(each => each.state !== 'closed')
  if (!incident) throw new Error('the demo town has no running incident')
  const needs = [
    { kind: 'team', skill: 'fire', count: 2 },
    { kind: 'team', skill: 'engineering', count: 1 },
    { kind: 'team', skill: 'evacuation', count: 1 },
    { kind: 'team', skill: 'medical', count: 1 },
    { kind: 'vehicle', skill: 'fire', count: 2 },
    { kind: 'expert', skill: 'hazmat', count: 1 },
  ]
  const total: number[] = []
  const valhalla: number[] = []
  let candidates = 0
  for (let i = 0; i < rounds + 3; i++) {
    const started = performance.now()
    const answer = await commander.post<Recommendation>(`/api/incidents/${incident.id}/recommendation`, {
      needs,
    })
    // The first three warm the engines.
    if (i < 3) continue
    total.push(performance.now() - started)
    valhalla.push(answer.elapsed.valhallaMs)
    candidates = new Set(answer.needs.flatMap(need => need.candidates.map(each => each.responderId))).size
  }
  if (candidates < 30) throw new Error(`only ${candidates} candidates are free; thirty are wanted`)
  return {
    candidates,
    p50Ms: percentile(total, 0.5),
    p95Ms: percentile(total, 0.95),
    valhallaP50Ms: percentile(valhalla, 0.5),
  }
}
