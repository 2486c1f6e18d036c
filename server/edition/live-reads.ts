import type { TransactionSql } from 'postgres'
import { findWorld } from '../account/find.ts'
import { type Context, read } from '../context.ts'

/** Runs one short read of the live world. A cut names a state for good, so reads of it need not share a transaction. */
export type LiveReads = <T>(work: (sql: TransactionSql) => Promise<T>) => Promise<T>

/** Editions are of the live world, whichever world they are looked at from. */
export async function liveReads(context: Context): Promise<LiveReads> {
  const world = context.world.id === 0 ? context.world : await findWorld(context.sql, 0)
  return work => read({ ...context, world }, ({ sql }) => work(sql))
}
