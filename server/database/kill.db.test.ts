import { expect, it } from 'vitest'
import { survivesKills } from './kill-loop.ts'
import { testKind } from './test-database.ts'

const kills = Number(process.env.SISETU_KILLS ?? 20)

it(`loses no acknowledged write in ${kills} kills`, { timeout: 600_000 }, async () => {
  const result = await survivesKills({ kind: testKind, kills })
  expect(result).toMatchObject({ kills, lost: 0 })
  expect(result.acknowledged).toBeGreaterThan(kills)
})
