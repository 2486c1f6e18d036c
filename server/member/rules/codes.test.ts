import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Coded, codesFor, inReadingOrder } from './codes.ts'

const village = '999115100001'
const at = (id: number, middle: [number, number], more: Partial<Coded> = {}): Coded => ({
  ...{ id, code: `old-${id}`, level: 'first', division: village, middle },
  ...more,
})
const template = { levelDigits: 1, serialDigits: 3 }
const board = Array.from({ length: 9 }, (_, i) => at(i, [i % 3, 2 - Math.floor(i / 3)]))

test('serials run from west to east in rows from north to south', () => {
  const codes = codesFor(board.toReversed(), template, new Set())
  expect(board.map(grid => codes.get(grid.id))).toEqual(
    ['001', '002', '003', '004', '005', '006', '007', '008', '009'].map(serial => `${village}1${serial}`),
  )
})

test('rows that are a little crooked are still read as rows', () => {
  const crooked = board.map(
    (grid, i): Coded => ({ ...grid, middle: [grid.middle[0], grid.middle[1] + (i % 2) * 0.3] }),
  )
  expect(inReadingOrder(crooked).map(grid => grid.id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
})

test('a code that was ever in use is passed over, and one that fits stays', () => {
  const kept = at(2, [1, 1], { code: `${village}1003` })
  const codes = codesFor(
    [at(1, [0, 1]), kept, at(3, [2, 1])],
    template,
    new Set([`${village}1001`, `${village}1003`, 'old-1', 'old-3']),
  )
  expect([...codes]).toEqual([
    [1, `${village}1002`],
    [3, `${village}1004`],
  ])
})

test('levels and villages count each for themselves', () => {
  const codes = codesFor(
    [at(1, [0, 0]), at(2, [1, 0], { level: 'micro' }), at(3, [2, 0], { division: '999115100002' })],
    template,
    new Set(),
  )
  expect([...codes.values()]).toEqual([`${village}1001`, `${village}3001`, '9991151000021001'])
})

test('when the serials run out the grid is named, and no other gets its code', () => {
  const many = Array.from({ length: 101 }, (_, i) => at(i, [i, 0]))
  const codes = codesFor(many, { levelDigits: 0, serialDigits: 2 }, new Set())
  expect([...codes.values()].filter(code => code === null)).toHaveLength(2)
  expect(codes.get(98)).toBe(`${village}99`)
})

test('whatever was taken, no two grids get the same code and none gets a taken one', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        {
          maxLength: 40,
        },
      ),
      fc.array(fc.integer({ min: 1, max: 60 })),
      (middles, serials) => {
        const taken = new Set(serials.map(serial => `${village}1${String(serial).padStart(3, '0')}`))
        const codes = [
          ...codesFor(
            middles.map((middle, i) => at(i, middle)),
            template,
            taken,
          ).values(),
        ]
        expect(new Set(codes).size).toBe(codes.length)
        expect(codes.filter(code => code !== null && taken.has(code))).toEqual([])
      },
    ),
  )
})
