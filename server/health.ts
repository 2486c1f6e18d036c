import { Hono } from 'hono'

/** Each part with its state; `ready` decides the status code. */
export interface Readiness {
  ready: boolean
  database: { kind: string; state: string; version?: string }
  migrations: { state: string; applied: number }
  roads: { townId: number; field: string; valhalla: string; detail?: string }[]
  feed: { sequence: number }
}

export const healthRoutes = ({ readiness }: { readiness(): Promise<Readiness> }) =>
  new Hono()
    .get('/healthz', c => c.json({ alive: true }))
    .get('/readyz', async c => {
      const state = await readiness()
      return c.json(state, state.ready ? 200 : 503)
    })
