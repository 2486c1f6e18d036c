import type { Context } from '../context.ts'
import { findClosures, findZones } from '../dispatch/find-obstacles.ts'
import type { Drill } from '../drill/drill.ts'
import { findDrill, findDrills } from '../drill/find.ts'
import { findIncident, findIncidents } from '../incident/find.ts'
import type { Incident } from '../incident/incident.ts'
import { findRun } from '../plan/find-run.ts'
import type { Act } from './story.ts'

/** Where the story stands: what its acts so far have made. */
export interface Stage {
  context: Context
  townId: number
  incidentId: number
  runId: number
  drillId: number
}

type Look<V extends Act['verb']> = (
  stage: Stage,
  input: Extract<Act, { verb: V }>['input'],
) => Promise<Partial<Stage> | undefined>

const nothingNew = (isDone: boolean): Partial<Stage> | undefined => (isDone ? {} : undefined)

/** What an act has made where it was played before; undefined where it is still to be played. */
export const told: { [V in Act['verb']]: Look<V> } = {
  report: async ({ context, townId }, { title }) => {
    const incident = await incidentCalled(context, { townId, title })
    return incident && { incidentId: incident.id }
  },
  start: async ({ context, incidentId }) => {
    const { runId } = await findIncident(context, incidentId)
    return runId === null ? undefined : { runId }
  },
  mark: async ({ context, runId }, { nodeId, state }) => {
    const { nodes } = await findRun(context, runId)
    return nothingNew(nodes.some(node => node.nodeId === nodeId && node.state === state))
  },
  'close-road': async ({ context, townId, incidentId }, { reason }) => {
    const closures = await findClosures(context, { town: townId, state: 'all' })
    return nothingNew(closures.some(each => each.incidentId === incidentId && each.reason === reason))
  },
  'draw-zone': async ({ context, townId, incidentId }, { reason }) => {
    const zones = await findZones(context, { town: townId, state: 'all' })
    return nothingNew(zones.some(each => each.incidentId === incidentId && each.reason === reason))
  },
  'close-incident': async ({ context, incidentId }) =>
    nothingNew((await findIncident(context, incidentId)).state === 'closed'),
  'end-drill': async ({ context, drillId }) =>
    nothingNew((await findDrill(context, drillId)).state === 'ended'),
}

export async function incidentCalled(
  context: Context,
  { townId, title }: { townId: number; title: string },
): Promise<Incident | undefined> {
  const incidents = await findIncidents(context, { town: townId, state: 'all', limit: 1000 })
  return incidents.find(incident => incident.title === title)
}

export async function drillCalled(
  context: Context,
  { townId, name }: { townId: number; name: string },
): Promise<Drill | undefined> {
  const drills = await findDrills(context, { town: townId })
  return drills.find(drill => drill.name === name)
}
