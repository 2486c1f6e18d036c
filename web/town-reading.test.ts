import { expect, test } from 'vitest'
import { TownReading } from './town-reading.svelte.ts'

/** Questions that are answered when the test says so. */
function desk() {
  const reading = new TownReading()
  const taken: string[] = []
  const answers: { give: (text: string) => void; fail: (error: Error) => void }[] = []
  const ask = (townId: number) =>
    reading.read(
      townId,
      () => new Promise<string>((give, fail) => answers.push({ give, fail })),
      text => taken.push(text),
    )
  return { reading, taken, answers, ask }
}

test('an answer that comes after that to a later question is put away, and so is its failure', async () => {
  const { reading, taken, answers, ask } = desk()
  const asked = [ask(1), ask(1), ask(1)]
  answers[2]?.give('now')
  answers[0]?.give('before')
  answers[1]?.fail(new Error('lost'))
  await Promise.all(asked)
  expect(taken).toEqual(['now'])
  expect(reading.state).toBe('ready')
})

test('another town is being read until it has answered, and town 0 asks nothing', async () => {
  const { reading, answers, ask } = desk()
  await ask(0)
  expect(answers).toHaveLength(0)
  const first = ask(1)
  answers[0]?.give('one')
  await first
  const second = ask(2)
  expect([reading.state, reading.townId]).toEqual(['reading', 2])
  answers[1]?.fail(new Error('lost'))
  await expect(second).rejects.toThrow('lost')
  expect(reading.state).toBe('failed')
})

test('what was read stays when reading it again fails', async () => {
  const { reading, taken, answers, ask } = desk()
  const first = ask(1)
  answers[0]?.give('one')
  await first
  const again = ask(1)
  answers[1]?.fail(new Error('lost'))
  await expect(again).rejects.toThrow('lost')
  expect([reading.state, taken]).toEqual(['ready', ['one']])
})
