import type { World } from './account/account.ts'

/** The only source of now on the server. */
export const realNow = (): Date => new Date()

/** The world's time: what its clock showed at `realAt`, run on at its rate. The live clock stands still only in a told past. */
export function worldNow(
  world: Pick<World, 'at' | 'realAt' | 'rate' | 'kind'>,
  real: Date = realNow(),
): Date {
  if (world.kind === 'live' && world.rate > 0) return real
  const elapsedMs = Math.max(0, real.getTime() - Date.parse(world.realAt))
  return new Date(Date.parse(world.at) + elapsedMs * world.rate)
}
