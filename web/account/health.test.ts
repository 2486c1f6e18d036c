import { describe, expect, it } from 'vitest'
import { readHealth } from './health.ts'

describe('health', () => {
  it('reads every part with its state', () => {
    const parts = readHealth({
      ready: true,
      database: { kind: 'embedded', state: 'ready', version: '17.5' },
      migrations: { state: 'applied', applied: 2 },
      roads: [
        { townId: 1, field: 'ready', valhalla: 'ready' },
        { townId: 2, field: 'absent', valhalla: 'absent' },
      ],
      feed: { sequence: 3 },
    })
    expect(parts).toEqual([
      { name: 'database', ready: true, detail: 'embedded 17.5' },
      { name: 'migrations', ready: true, detail: '2' },
      { name: 'roads', ready: false, detail: 'Valhalla 1/2' },
    ])
  })

  it('takes silence for not ready', () => {
    expect(readHealth(undefined).map(part => part.ready)).toEqual([false, false, false])
  })
})
