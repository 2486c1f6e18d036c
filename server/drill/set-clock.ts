import { allow } from '../account/rules/rights.ts'
import { realNow, worldNow } from '../clock.ts'
import { type Context, change, read } from '../context.ts'
import { conflict, invalid, stale } from '../errors.ts'
import type { ClockInput, Drill } from './drill.ts'
import { loadDrill } from './find.ts'

/** What a drill's clock shows and how it goes on from there. */
interface Setting {
  at: Date
  rate: number
  state: Drill['state']
}

/**
 * Pauses, runs, sets forward or ends the clock of a drill; ended, its world takes no more changes.
 * Journalled in the drill's own world, whatever world it was asked from.
 * @throws Refusal `missing`, `forbidden`, `invalid` (backward), `conflict` (ended; stale with `theirs`)
 */
export async function setClock(context: Context, id: number, input: ClockInput): Promise<Drill> {
  const drill = await read(context, ({ sql }) => loadDrill(sql, id))
  return change({ ...context, world: drill.world }, async ({ sql, actor, record }) => {
    const before = await loadDrill(sql, id)
    allow(actor, 'drill.run', { world: before.world, townId: before.townId })
    if (before.version !== input.version) throw stale(before)
    if (before.state === 'ended') throw conflict({ zh: '演练已结束', en: 'The drill has ended' })
    const real = realNow()
    const { at, rate, state } = settingAfter(before, input, real)
    const endedAt = state === 'ended' ? at : null
    const [saved] = await sql`update drills set state = ${state}, ended_at = ${endedAt}, version = version + 1
      where id = ${id} and version = ${input.version} returning id`
    if (!saved) throw stale(await loadDrill(sql, id))
    await sql`update worlds set clock_at = ${at}, clock_real_at = ${real}, clock_rate = ${rate},
        open = ${state !== 'ended'}
      where id = ${before.worldId}`
    const after = await loadDrill(sql, id)
    record({
      verb: input.action,
      noun: 'drill',
      id,
      version: after.version,
      townId: after.townId,
      before,
      after,
    })
    return after
  })
}

function settingAfter({ world, state }: Drill, input: ClockInput, real: Date): Setting {
  const now = worldNow(world, real)
  switch (input.action) {
    case 'pause':
      return { at: now, rate: 0, state: 'paused' }
    case 'run':
      return { at: now, rate: input.rate, state: 'running' }
    case 'end':
      return { at: now, rate: 0, state: 'ended' }
    case 'set': {
      const at = new Date(input.at)
      if (at < now) throw invalid('at', { zh: '演练时钟只能往前拨', en: 'The clock can only be set forward' })
      return { at, rate: world.rate, state }
    }
  }
}
