import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Trial } from './trial.svelte.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const passing = async () => {
  await vi.advanceTimersByTimeAsync(1000)
}

test('only the last question of a quick succession is asked', async () => {
  const trial = new Trial<number>()
  const asked: number[] = []
  for (const number of [1, 2, 3])
    trial.ask(async () => {
      asked.push(number)
      return number
    })
  expect(trial.state).toBe('waiting')
  await passing()
  expect(asked).toEqual([3])
  expect([trial.answer, trial.state]).toEqual([3, 'idle'])
})

test('an answer that a later question overtook is not shown', async () => {
  const trial = new Trial<string>()
  let finish: (text: string) => void = () => undefined
  trial.ask(() => new Promise(resolve => (finish = resolve)))
  await passing()
  trial.ask(async () => 'second')
  await passing()
  finish('first')
  await passing()
  expect(trial.answer).toBe('second')
})

test('without a question the answer goes away; a failure says so', async () => {
  const trial = new Trial<string>()
  trial.ask(async () => 'known')
  await passing()
  trial.ask(undefined)
  expect([trial.answer, trial.state]).toEqual([undefined, 'idle'])
  trial.ask(() => Promise.reject(new Error('no')))
  await passing()
  expect([trial.answer, trial.state]).toEqual([undefined, 'failed'])
})
