import { expect, test } from 'vitest'
import { Act } from './act.svelte.ts'

const acting = () => {
  const problems: unknown[] = []
  return { problems, act: new Act({ problem: error => void problems.push(error) }) }
}

test('a second press while the first is under way sends nothing', async () => {
  const { act } = acting()
  const sent: string[] = []
  let answer = () => {}
  const first = act.run(async () => {
    sent.push('first')
    await new Promise<void>(resolve => {
      answer = resolve
    })
  })
  expect(act.busy).toBe(true)
  await act.run(async () => void sent.push('second'))
  answer()
  await first
  expect(sent).toEqual(['first'])
  expect(act.busy).toBe(false)
  await act.run(async () => void sent.push('third'))
  expect(sent).toEqual(['first', 'third'])
})

test('a failure is told once, in a notice or where the form wants it, and the next press is free', async () => {
  const { act, problems } = acting()
  const refused = new Error('refused')
  const fail = () => Promise.reject(refused)
  await act.run(fail)
  expect(problems).toEqual([refused])
  const own: unknown[] = []
  await act.run(fail, error => own.push(error))
  expect(own).toEqual([refused])
  expect(problems).toHaveLength(1)
  expect(act.busy).toBe(false)
})
