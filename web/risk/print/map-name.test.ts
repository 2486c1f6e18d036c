import { expect, test } from 'vitest'
import type { Edition } from '../../../server/edition/edition.ts'
import { Language } from '../../language/language.svelte.ts'
import { LevelTexture } from '../../map/level-texture.ts'
import { mapName } from './map-name.ts'

const language = new Language('en')
const levels = new LevelTexture(new Uint8Array(1))
const drawnAt = Date.parse('2026-05-21T04:00:00Z')
const name = (shown: Parameters<typeof mapName>[0]) => mapName(shown, language, drawnAt)
/** Of an edition the name reads these only. */
const edition = (withdrawnAt: string | null) =>
  ({ name: 'Mid-year', signedBy: 'Xu', signedAt: '2026-08-19T01:00:00Z', withdrawnAt }) as Edition

test('a sheet says of every map whether it is signed, by whom and when', () => {
  expect(name(undefined)).toContain('not signed')
  expect(name(undefined)).toContain('2026-05-21')
  expect(name({ kind: 'past', levels, title: '2026-03-01' })).toMatch(/2026-03-01.*not signed/)
  expect(name({ kind: 'past', levels, title: '', edition: edition(null) })).toBe(
    'Mid-year · Signed by Xu · 2026-08-19',
  )
  expect(name({ kind: 'past', levels, title: '', edition: edition('2026-09-01T00:00:00Z') })).toMatch(
    /withdrawn$/,
  )
})

test('two maps on one sheet are named by their sides, changes by their ends', () => {
  const right = { levels, title: language.t.edition.now }
  expect(name({ kind: 'swipe', levels, title: '', edition: edition(null), right })).toBe(
    'Left Mid-year · Signed by Xu · 2026-08-19 ｜ Right Current map, not signed',
  )
  expect(name({ kind: 'change', levels, title: 'A → B' })).toContain('A → B')
})
