import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { Person } from '../../server/account/account.ts'
import type { Context } from '../../server/context.ts'
import { setEngines } from '../../server/engines.ts'
import { RiskFields } from '../../server/risk/fields.ts'
import { findCellByOrdinal, findSummary } from '../../server/risk/find.ts'

export const p95 = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Loads the field from the database as the server does, then reads: alone, and while everything is summed. */
export async function measureReads(
  sql: Sql,
  { townId, cells, rounds }: { townId: number; cells: number; rounds: number },
) {
  const risk = new RiskFields(sql, { cellsHere: 0 })
  setEngines({ risk, roads: async () => null })
  const context: Context = {
    sql,
    actor: reader,
    world: { id: 0, kind: 'live', name: '', at: epoch, realAt: epoch, rate: 1, open: true },
    language: 'zh',
    request: 'bench',
  }
  try {
    const stalls = watchStalls()
    const loadMs = await timed(() => risk.get(townId))
    const loadStallMs = stalls()
    const field = await risk.get(townId)
    const why = (i: number) =>
      findCellByOrdinal(context, { town: townId, ordinal: (i * 104_729) % cells, scale: 'live' })
    const alone: number[] = []
    for (let i = 0; i < 20; i++) await why(i)
    for (let i = 0; i < rounds; i++) alone.push(await timed(() => why(i + 20)))
    const meanwhile: number[] = []
    for (let turn = 0; turn < 5; turn++) {
      let isRunning = true
      const summing = field.recompute().then(() => {
        isRunning = false
      })
      for (let i = 0; isRunning; i++) {
        const read = i % 2 === 0 ? () => findSummary(context, { town: townId, scale: 'live' }) : () => why(i)
        meanwhile.push(await timed(read))
        await pause(1)
      }
      await summing
    }
    return {
      loadSeconds: loadMs / 1000,
      loadStallMs,
      whyP95Ms: p95(alone),
      readP95MsDuringRecompute: p95(meanwhile),
      readsDuringRecompute: meanwhile.length,
    }
  } finally {
    await risk.close()
  }
}

/** How long the event loop was ever kept from its turn, in milliseconds. */
function watchStalls(): () => number {
  let [last, longest] = [performance.now(), 0]
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - 10)
    last = now
  }, 10)
  return () => {
    clearInterval(timer)
    return longest
  }
}

const epoch = new Date(0).toISOString()

const reader: Person = {
  id: 1,
  name: '测量',
  title: '',
  login: 'bench',
  roles: ['administrator'],
  townIds: null,
  responderId: null,
}
