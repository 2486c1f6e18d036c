import { expect, test } from 'vitest'
import { substanceOf } from '../../server/installation/rules/substances.ts'
import { InventoryDraft } from './inventory-draft.svelte.ts'

const ammonia = { no: 1, cas: '7664-41-7', classes: [], name: '氨', tonnes: '40', note: '' }
const chlorine = substanceOf(12)

test('the result follows every change, and a fault names its line', () => {
  const draft = new InventoryDraft([ammonia], 60)
  expect(draft.appraised).toMatchObject({ appraised: true, result: { s: '4', r: '12', grade: 3 } })
  expect(draft.isChanged).toBe(false)
  if (!chlorine) throw new Error('table 1 names chlorine')
  const key = draft.addSubstance(chlorine)
  // Nothing is typed yet: the result stands, the inventory is not whole.
  expect([draft.faultOf(key), draft.workedOf(key), draft.isWhole]).toEqual([undefined, undefined, false])
  expect(draft.appraised).toMatchObject({ appraised: true, result: { s: '4' } })
  draft.change(key, { tonnes: '-3' })
  expect(draft.faultOf(key)).toMatchObject({ field: 'tonnes' })
  expect(draft.faultOf(draft.lines[0]?.key ?? 0)).toBeUndefined()
  draft.change(key, { tonnes: '50' })
  expect(draft.appraised).toMatchObject({ appraised: true, result: { r: '72', grade: 2, decidingLine: 1 } })
  expect(draft.workedOf(key)).toMatchObject({ share: '10', product: '40' })
  draft.people = 0
  expect(draft.appraised).toMatchObject({ result: { alpha: '0.5', r: '24', grade: 3 } })
  draft.remove(key)
  draft.reset()
  expect(draft).toMatchObject({ people: 60, isChanged: false, isWhole: true })
})

test('what table 1 does not name waits for its class', () => {
  const draft = new InventoryDraft([], 0)
  const key = draft.addOther('二甲苯')
  draft.change(key, { tonnes: '6000' })
  expect(draft.faultOf(key)).toMatchObject({ field: 'no' })
  draft.takeClass(key, 'W5.4')
  expect(draft.appraised).toMatchObject({ result: { s: '1.2', grade: 4 } })
  draft.takeClass(key, null)
  expect(draft.faultOf(key)).toBeDefined()
})
