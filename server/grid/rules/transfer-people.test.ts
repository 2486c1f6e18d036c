import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Spot } from '../../region/rules/lattice.ts'
import { apportion } from './apportion.ts'
import { connected } from './connected.ts'
import { CodeGiver } from './next-code.ts'
import { transferPeople } from './transfer-people.ts'

const box = (x: number, width: number): Spot[][] => [
  [
    [x, 0],
    [x + width, 0],
    [x + width, 10],
    [x, 10],
  ],
]
const cell = (id: number, x: number, people: number, gridId: number) => ({
  id,
  spot: [x, 5] as Spot,
  people,
  gridId,
})

test('a cell goes where its middle lies, and households by the people who come along', () => {
  const change = {
    before: [
      { face: 1, rings: box(0, 20), households: 10 },
      { face: 2, rings: box(20, 10), households: 7 },
    ],
    after: [
      { face: 1, rings: box(0, 10) },
      { face: 2, rings: box(20, 10) },
      { face: -1, rings: box(10, 10) },
    ],
    heirs: new Map<number, number>(),
  }
  const cells = [cell(1, 5, 30, 1), cell(2, 15, 10, 1), cell(3, 25, 4, 2)]
  const { moves, households, parts } = transferPeople(change, cells)
  expect(moves).toMatchObject([{ cell: { id: 2 }, from: 1, to: -1 }])
  expect([...households]).toEqual([
    [1, 8],
    [2, 7],
    [-1, 2],
  ])
  expect(parts).toEqual([{ from: 1, to: -1, households: 2 }])
})

test('where nobody lives the households go to the heir', () => {
  const change = {
    before: [
      { face: 1, rings: box(0, 10), households: 3 },
      { face: 2, rings: box(10, 10), households: 4 },
    ],
    after: [{ face: 1, rings: box(0, 20) }],
    heirs: new Map([[2, 1]]),
  }
  expect([...transferPeople(change, []).households]).toEqual([[1, 7]])
})

test('what lies outside is nobody’s, and brings its households back when it comes in', () => {
  const [whole, left] = [
    { face: 1, rings: box(0, 20) },
    { face: 1, rings: box(0, 10) },
  ]
  const none = new Map<number, number>()
  const [inner, outer] = [cell(1, 5, 30, 1), cell(2, 15, 10, 1)]
  const out = transferPeople({ before: [{ ...whole, households: 12 }], after: [left], heirs: none }, [
    inner,
    outer,
  ])
  expect(out.moves).toEqual([{ cell: outer, from: 1, to: null }])
  expect([...out.households]).toEqual([[1, 9]])
  expect(out.parts).toEqual([{ from: 1, to: null, households: 3 }])
  const back = transferPeople({ before: [{ ...left, households: 9 }], after: [whole], heirs: none }, [
    inner,
    { ...outer, gridId: null },
  ])
  expect(back.moves).toMatchObject([{ from: null, to: 1 }])
  expect([...back.households]).toEqual([[1, 12]])
  // Of ground that no face of the change had, nothing is known: the cell stays where it was.
  const far = cell(3, 90, 4, 1)
  expect(
    transferPeople(
      { before: [whole].map(each => ({ ...each, households: 1 })), after: [left], heirs: none },
      [far],
    ).moves,
  ).toEqual([])
})

test('whole parts add up to the whole, and none is off by one or more', () => {
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.array(fc.nat(5000), { minLength: 1, maxLength: 20 }),
      (total, weights) => {
        const parts = apportion(total, weights)
        const sum = weights.reduce((all, weight) => all + weight, 0)
        expect(parts.reduce((all, part) => all + part, 0)).toBe(total)
        if (sum > 0)
          for (const [i, part] of parts.entries())
            expect(Math.abs(part - (total * (weights[i] ?? 0)) / sum)).toBeLessThan(1)
      },
    ),
  )
})

test('the next code counts on after the highest and skips what was ever used', () => {
  const codes = new CodeGiver(['G001', 'G002', 'G009', 'H050'])
  const like = { like: 'G002', areaCode: '' }
  expect(codes.next(like)).toBe('G010')
  // What was given is used, and so is what somebody chose in between.
  expect(codes.next(like)).toBe('G011')
  codes.take('G013')
  expect(codes.next(like)).toBe('G014')
  expect(new CodeGiver(['东门']).next({ like: '东门', areaCode: '' })).toBe('东门001')
  const areaCode = '310115101001'
  expect(new CodeGiver([areaCode]).next({ like: `${areaCode}001`, areaCode })).toBe(`${areaCode}001`)
})

test('what hangs together is found through any number of pairs', () => {
  const pairs: [number, number][] = [
    [1, 2],
    [2, 3],
    [4, 5],
  ]
  expect([...connected(pairs, [1])].sort()).toEqual([1, 2, 3])
  expect([...connected(pairs, [6])]).toEqual([6])
})
