import { z } from 'zod'
import { World } from '../account/account.ts'
import { Id, Version } from '../region/place.ts'

export const DrillInput = z.strictObject({
  townId: Id,
  name: z.string().trim().min(1).max(80),
  objective: z.string().trim().max(1000).default(''),
  /** Where the drill's clock starts; the live time when absent. */
  startsAt: z.iso.datetime().optional(),
})
export type DrillInput = z.infer<typeof DrillInput>

export const Drill = z.strictObject({
  id: Id,
  townId: Id,
  worldId: Id,
  name: z.string(),
  objective: z.string(),
  state: z.enum(['running', 'paused', 'ended']),
  world: World,
  openedAt: z.iso.datetime(),
  openedBy: z.string(),
  endedAt: z.iso.datetime().nullable(),
  version: Version,
})
export type Drill = z.infer<typeof Drill>

/** pause, run (at `rate` 1, 4 or 16), set (to `at`, forward only), end. */
export const ClockInput = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('pause'), version: Version }),
  z.strictObject({
    action: z.literal('run'),
    rate: z.union([z.literal(1), z.literal(4), z.literal(16)]),
    version: Version,
  }),
  z.strictObject({ action: z.literal('set'), at: z.iso.datetime(), version: Version }),
  z.strictObject({ action: z.literal('end'), version: Version }),
])
export type ClockInput = z.infer<typeof ClockInput>

/** One row of a replay: what changed in the drill's world, in commit order. */
export const ReplayRow = z.strictObject({
  sequence: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  verb: z.string(),
  noun: z.string(),
  nounId: z.int().nullable(),
  after: z.unknown(),
  text: z.strictObject({ zh: z.string(), en: z.string() }),
})
export type ReplayRow = z.infer<typeof ReplayRow>
