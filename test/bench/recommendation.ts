import type { Recommendation } from '../../server/dispatch/dispatch.ts'
import type { Incident } from '../../server/incident/incident.ts'
import { percentile, signedIn } from '../server-process.ts'

/** Asks for two fire teams among the town's teams, over and over, with routes; nothing is dispatched. */
export async function measureRecommendation(url: string, rounds: number) {
  const commander = await signedIn(url, 'commander')
  const session = await commander.get<{ town: { id: number } }>('/api/session')
  const incidents = await commander.get<Incident[]>(`/api/incidents?town=${session.town.id}`)
  const incident = incidents.find(each => each.state !== 'closed')
  if (!incident) throw new Error('the demo town has no running incident')
  // Any team will do: all thirty of them are candidates.
  const needs = [
    { kind: 'team', skill: 'fire', count: 2 },
    { kind: 'team', skill: 'rescue', count: 2 },
    { kind: 'team', skill: 'medical', count: 1 },
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
  return {
    candidates,
    p50Ms: percentile(total, 0.5),
    p95Ms: percentile(total, 0.95),
    valhallaP50Ms: percentile(valhalla, 0.5),
  }
}
