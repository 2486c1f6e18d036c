import { z } from 'zod'
import { Id } from '../region/place.ts'
import { Town } from '../region/region.ts'

export const Role = z.enum([
  'planner',
  'commander',
  'grid-manager',
  'drill-organizer',
  'administrator',
  'duty',
  'responder',
  'viewer',
])
export type Role = z.infer<typeof Role>

/** Whom one may be in the demo: a role each, and a second commander, so that two people can act at once. */
export const DemoRole = z.enum([
  'planner',
  'commander',
  'deputy-commander',
  'grid-manager',
  'drill-organizer',
  'administrator',
  'responder',
])
export type DemoRole = z.infer<typeof DemoRole>

/** Who acts. `townIds` null means every town. `responderId` is set for a team's phone. */
export const Person = z.strictObject({
  id: Id,
  name: z.string(),
  title: z.string(),
  login: z.string(),
  roles: z.array(Role),
  townIds: z.array(Id).nullable(),
  responderId: Id.nullable(),
})
export type Person = z.infer<typeof Person>

/** A world with its clock. `at` is the world's time at `realAt`; it runs at `rate` (0 = paused). */
export const World = z.strictObject({
  id: z.int().nonnegative(),
  kind: z.enum(['live', 'drill']),
  name: z.string(),
  at: z.iso.datetime(),
  realAt: z.iso.datetime(),
  rate: z.number(),
  open: z.boolean(),
})
export type World = z.infer<typeof World>

export const Session = z.strictObject({
  person: Person,
  world: World,
  town: Town.nullable(),
  towns: z.array(Town),
  demo: z.boolean(),
  /** The journal's last row: whatever is read from now on holds it, so a feed may begin behind it. */
  sequence: z.int().min(0),
})
export type Session = z.infer<typeof Session>

export const SignIn = z.union([
  z.strictObject({ login: z.string().min(1).max(80), password: z.string().min(1).max(200) }),
  z.strictObject({ key: z.string().min(16).max(200) }),
])
export type SignIn = z.infer<typeof SignIn>

export const DemoSignIn = z.strictObject({ role: DemoRole, responderId: Id.optional() })
export type DemoSignIn = z.infer<typeof DemoSignIn>
