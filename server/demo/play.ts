import type { World } from '../account/account.ts'
import { realNow } from '../clock.ts'
import type { Context } from '../context.ts'
import { closeRoad } from '../dispatch/close-road.ts'
import { drawZone } from '../dispatch/draw-zone.ts'
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

interface Stage {
  context: Context
  townId: number
  incidentId: number
  runId: number
  drillId: number
}

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

/** A told drill has no clock of its own: its time passes between the steps of the script. */
const passTime = ({ sql, world }: Context, at: Date) =>
  sql`update worlds set clock_at = ${at}, clock_real_at = ${realNow()}, clock_rate = 0 where id = ${world.id}`

async function play(stage: Stage, steps: readonly Step[], startsAt: Date): Promise<void> {
  let now = stage
  for (const step of steps) {
    const at = new Date(startsAt.getTime() + step.afterMinutes * 60_000)
    const context = { ...now.context, world: asOf(now.context.world, at) }
    if (stage.drillId) await passTime(context, at)
    now = { ...now, ...(await playerOf(step)({ ...now, context }, step.input)) }
  }
}

/** Plays what happened before anybody came, through the same verbs that people use. */
export async function playStory(context: Context, townId: number, story: DemoStory): Promise<void> {
  const stage = { context, townId, incidentId: 0, runId: 0, drillId: 0 }
  const drillStart = new Date(Date.now() - story.drill.daysAgo * 86_400_000)
  const drill = await open(context, { ...story.drill.open, townId, startsAt: drillStart.toISOString() })
  await play(
    { ...stage, context: { ...context, world: drill.world }, drillId: drill.id },
    story.drill.steps,
    drillStart,
  )
  const last = story.incident.at(-1)?.afterMinutes ?? 0
  await play(stage, story.incident, new Date(Date.now() - last * 60_000))
}
