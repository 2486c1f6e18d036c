import { expect, test } from 'vitest'
import { ThreatInputs } from '../../server/threat/threat.ts'
import { draftFor, freshDraft, inputsOf, levelsOf, reasonsOf, withSubstance } from './threat-draft.ts'

const tank = (...inventory: [string, string | null, number][]) => ({
  kind: 'tank-farm' as const,
  inventory: inventory.map(([name, cas, tonnes]) => ({ name, cas, tonnes })),
})

test('a source sets substance, mass and the first model that may be used', () => {
  expect(draftFor(tank(['液氨', '7664-41-7', 120]))).toMatchObject({
    model: 'erg',
    substance: 'ammonia',
    massKg: 120_000,
    release: 'cold-jet',
    container: 'rail',
  })
  expect(draftFor(tank(['汽油', '86290-81-5', 900], ['液氯', null, 12]))).toMatchObject({
    substance: 'chlorine',
    massKg: 12_000,
  })
  expect(draftFor(tank(['甲醇', '67-56-1', 1800]))).toMatchObject({
    model: 'explosion',
    substance: 'methanol',
  })
  expect(draftFor({ kind: 'river-bank', inventory: [] }).model).toBe('flood')
  expect(draftFor(tank(['水', null, 5]))).toEqual(freshDraft)
  expect(draftFor(undefined)).toEqual(freshDraft)
})

test('another substance brings its container and burning rate', () => {
  const petrol = withSubstance({ ...freshDraft, container: 'rail' }, 'petrol')
  expect(petrol).toMatchObject({ substance: 'petrol', container: '', burningRate: 0.055, release: 'vapour' })
  expect(withSubstance(petrol, 'chlorine').container).toBe('rail')
  expect(withSubstance(petrol, 'nothing')).toBe(petrol)
})

test.each([
  ['20.7, 6.9', [20.7, 6.9]],
  ['37.5，12.5、4', [37.5, 12.5, 4]],
  ['4 4', [4]],
  ['', null],
  ['-1', null],
  ['a', null],
  ['1 2 3 4 5 6 7', null],
])('thresholds typed as "%s"', (text, levels) => expect(levelsOf(text)).toEqual(levels))

test('whatever model is chosen, what is asked fits the server', () => {
  for (const { model } of reasonsOf(freshDraft)) {
    expect(ThreatInputs.safeParse(inputsOf({ ...freshDraft, model })).success, model).toBe(true)
  }
  expect(inputsOf({ ...freshDraft, model: 'fireball', levelsKw: 'x' })).toBeUndefined()
})

test('models that may not be used say why', () => {
  const why = Object.fromEntries(
    reasonsOf(withSubstance(freshDraft, 'chlorine')).map(each => [each.model, each.why?.zh]),
  )
  expect(why.plume).toContain('ERG')
  expect(why.erg).toBeUndefined()
  expect(why.flood).toBeUndefined()
})
