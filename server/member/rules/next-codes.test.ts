import { expect, test } from 'vitest'
import { nextCodes, templateLike } from './next-codes.ts'

const division = '999115100001'
const source = { division, level: '', serialDigits: 3 }

test('codes are counted on from the highest that was ever given', () => {
  const taken = new Set([`${division}001`, `${division}007`, '999115100002050'])
  expect(nextCodes({ ...source, taken }, 2)).toEqual([`${division}008`, `${division}009`])
  expect(nextCodes({ ...source, level: '1', taken }, 1)).toEqual([`${division}1001`])
})

test('when the serials run out fewer are given', () => {
  const taken = new Set([`${division}98`])
  expect(nextCodes({ ...source, serialDigits: 2, taken }, 3)).toEqual([`${division}99`])
})

test('without a rule the codes of the neighbours are followed', () => {
  expect(templateLike([`${division}001`, `${division}002`, `${division}00003`, 'G1'], division)).toEqual({
    levelDigits: 0,
    serialDigits: 3,
  })
  expect(templateLike(['G001', 'G002'], division)).toBeNull()
})
