import { expect, test } from 'vitest'
import { ColourDraft, shippedSettings } from './colour-draft.svelte.ts'

const draft = () => new ColourDraft(shippedSettings(1))

test('what ships is unchanged and without fault', () => {
  const { isChanged, faults, input } = draft()
  expect([isChanged, faults, input.version]).toEqual([false, [], 0])
})

test('a part that is turned on begins with rows that hold', () => {
  for (const part of ['upgrades', 'exposure', 'decay'] as const) {
    const made = draft()
    made.add(part)
    expect(made.faults, part).toEqual([])
    expect(made.isChanged, part).toBe(true)
  }
  const twice = draft()
  twice.add('upgrades')
  twice.add('upgrades')
  expect(twice.faults).toEqual([])
})

test('a row at fault is named at its field, and mended by taking it away', () => {
  const made = draft()
  made.add('decay')
  made.add('decay')
  expect(made.faultAt('decay.2.upTo')).toBeDefined()
  made.remove('decay', 2)
  expect(made.faults).toEqual([])
  made.setUpgrade(0, { to: 3 })
  made.add('upgrades')
  made.setUpgrade(0, { to: 3 })
  expect(made.faultAt('upgrades.0.to')?.en).toMatch(/graver level/)
})

test('over a version that somebody saved meanwhile the rows stay and the new version is seen', () => {
  const made = draft()
  made.add('exposure')
  made.note = '试'
  const again = made.over({ ...shippedSettings(1), version: 4 })
  expect(again.input).toMatchObject({ version: 4, exposure: made.rows.exposure, note: '试' })
})
