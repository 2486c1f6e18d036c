import type { World } from '../account/account.ts'
import { realNow } from '../clock.ts'
import type { Context } from '../context.ts'
import { closeRoad } from '../dispatch/close-road.ts'
import { drawZone } from '../dispatch/draw-zone.ts'
import type { Drill } from '../drill/drill.ts'
import { findDrill } from '../drill/find.ts'
import { open } from '../drill/open.ts'
import { setClock } from '../drill/set-clock.ts'
import { close } from '../incident/close.ts'
import { findIncident } from '../incident/find.ts'
import { report } from '../incident/report.ts'
import { findPlans } from '../plan/find.ts'
import { mark } from '../plan/mark.ts'
import { start } from '../plan/start.ts'
import type { Act, DemoStory, Step } from './story.ts'
import { drillCalled, incidentCalled, type Stage, told } from './told.ts'

/** A world as it was at a moment: verbs called with it are dated then. */
const asOf = (world: World, at: Date): World => ({
  ...world,
  kind: 'drill',
  at: at.toISOString(),
  realAt: new Date().toISOString(),
  rate: 0,
})

type Player<V extends Act['verb']> = (
  stage: Stage,
  input: Extract<Act, { verb: V }>['input'],
) => Promise<Partial<Stage>>

const players: { [V in Act['verb']]: Player<V> } = {
  report: async ({ context, townId }, input) => ({
    incidentId: (await report(context, { ...input, townId })).id,
  }),
  start: async ({ context, townId, incidentId }, { plan, level }) => {
    const plans = await findPlans(context, { town: townId })
    const found = plans.find(({ code }) => code === plan)
    if (!found) throw new Error(`the register has no plan ${plan}`)
    return { runId: (await start(context, incidentId, { planId: found.id, level })).id }
  },
  mark: async ({ context, runId }, input) => {
    await mark(context, runId, { ...input, version: 0 })
    return {}
  },
  'close-road': async ({ context, townId, incidentId }, input) => {
    await closeRoad(context, { ...input, townId, incidentId })
    return {}
  },
  'draw-zone': async ({ context, townId, incidentId }, input) => {
    await drawZone(context, { ...input, townId, incidentId })
    return {}
  },
  'close-incident': async ({ context, incidentId }, { reason }) => {
    const { version } = await findIncident(context, incidentId)
    await close(context, incidentId, { version, reason })
    return {}
  },
  'end-drill': async ({ context, drillId }) => {
    const { version } = await findDrill(context, drillId)
    await setClock(context, drillId, { action: 'end', version })
    return {}
  },
}

// The step's verb picks its own player; TypeScript cannot follow that through the table.
const playerOf = (step: Step) =>
  players[step.verb] as (stage: Stage, input: Step['input']) => Promise<Partial<Stage>>

const lookOf = (step: Step) =>
  told[step.verb] as (stage: Stage, input: Step['input']) => Promise<Partial<Stage> | undefined>

/** A told drill has no clock of its own: its time passes between the steps of the script. */
const passTime = ({ sql, world }: Context, at: Date) =>
  sql`update worlds set clock_at = ${at}, clock_real_at = ${realNow()}, clock_rate = 0 where id = ${world.id}`

async function play(stage: Stage, steps: readonly Step[], startsAt: Date): Promise<void> {
  let now = stage
  for (const step of steps) {
    const before = await lookOf(step)(now, step.input)
    now = { ...now, ...(before ?? (await playAt(now, step, startsAt))) }
  }
}

async function playAt(stage: Stage, step: Step, startsAt: Date): Promise<Partial<Stage>> {
  const at = new Date(startsAt.getTime() + step.afterMinutes * 60_000)
  const context = { ...stage.context, world: asOf(stage.context.world, at) }
  if (stage.drillId) await passTime(context, at)
  return playerOf(step)({ ...stage, context }, step.input)
}

/**
 * Plays what happened before anybody came, through the same verbs that people use. Acts that were played before
 * are left as they are, so a telling that was cut short goes on where it ended, in its own time.
 */
export async function playStory(context: Context, townId: number, story: DemoStory): Promise<void> {
  const stage = { context, townId, incidentId: 0, runId: 0, drillId: 0 }
  const drill = await openOnce(context, townId, story)
  const inDrill = { ...stage, context: { ...context, world: drill.world }, drillId: drill.id }
  await play(inDrill, story.drill.steps, new Date(drill.openedAt))
  await play(stage, story.incident, await incidentStart(context, townId, story))
}

async function openOnce(context: Context, townId: number, { drill }: DemoStory): Promise<Drill> {
  const startsAt = new Date(Date.now() - drill.daysAgo * 86_400_000).toISOString()
  const before = await drillCalled(context, { townId, name: drill.open.name })
  return before ?? open(context, { ...drill.open, townId, startsAt })
}

/** When the running incident was reported: as it is known, or so that its last act is just now. */
async function incidentStart(context: Context, townId: number, { incident }: DemoStory): Promise<Date> {
  const report = incident.find(step => step.verb === 'report')
  const before = report && (await incidentCalled(context, { townId, title: report.input.title }))
  if (before) return new Date(before.reportedAt)
  const last = incident.at(-1)?.afterMinutes ?? 0
  return new Date(Date.now() - last * 60_000)
}
