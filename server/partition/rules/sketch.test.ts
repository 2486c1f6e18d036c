import { expect, test } from 'vitest'
import { PartitionInput } from '../partition.ts'
import { aimNotes } from './sketch.ts'

const input = (over: object) =>
  PartitionInput.parse({ townId: 1, faces: [1], kind: 'partition', measure: 'households', ...over })

test('a target that no lines can meet is told before anybody looks for it in the picture', () => {
  const said = (over: object, totals: number[]) => aimNotes(input(over), totals).map(({ en }) => en)
  expect(said({ count: 4 }, [300, 500])).toEqual([])
  expect(said({ each: 200 }, [300, 500])).toEqual([])
  expect(said({ each: 400 }, [300, 500])).toEqual([expect.stringContaining('more than a whole village')])
  expect(said({ count: 2 }, [300, 500, 80])).toEqual([expect.stringContaining('at least 3 grids')])
  expect(said({ count: 4 }, [0, 0])).toEqual([expect.stringContaining('Nothing in the chosen area')])
  expect(said({ kind: 'balance' }, [0, 0])).toEqual([expect.stringContaining('Nothing in the chosen area')])
  expect(said({ kind: 'balance' }, [3, 9])).toEqual([])
})
