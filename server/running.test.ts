import { expect, test } from 'vitest'
import { Running } from './running.ts'

test('what runs is begun once, and anew when it has ended, well or not', async () => {
  const running = new Running<number>()
  let begun = 0
  const work = async () => {
    begun += 1
    if (begun === 2) throw new Error('lost')
    return begun
  }
  expect(await Promise.all([running.share('a', work), running.share('a', work)])).toEqual([1, 1])
  const both = [running.share('a', work), running.share('a', work)]
  for (const each of both) await expect(each).rejects.toThrow('lost')
  expect(await Promise.all([running.share('a', work), running.share('b', work)])).toEqual([3, 4])
})
