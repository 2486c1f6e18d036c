import { expect, test } from 'vitest'
import { z } from 'zod'
import { Problem } from '../api.ts'
import { KeptDrafts } from './kept-drafts.svelte.ts'
import { RuleDesk } from './rule-desk.svelte.ts'

interface Version {
  number: number
  text: string
}

class Draft {
  readonly seen: Version
  readonly text: string
  constructor(seen: Version, text = seen.text) {
    this.seen = seen
    this.text = text
  }
  get isChanged() {
    return this.text !== this.seen.text
  }
  get kept() {
    return this.text
  }
  over = (theirs: Version) => new Draft(theirs, this.text)
}

/** A desk over rules that another person may change behind its back, and that can be out of reach. */
function open(halfWritten?: string) {
  const held = new Map<string, string>()
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
  }
  const kept = new KeptDrafts(z.string(), { kind: 'colours', personId: 1, storage })
  if (halfWritten) kept.keep('1', halfWritten)
  const rules = { stored: { number: 1, text: 'one' }, read: { number: 1, text: 'one' }, isAway: false }
  const problems: unknown[] = []
  let undo = () => {}
  const desk = new RuleDesk<Version, string, Draft>({
    kept,
    name: '1',
    inForce: () => rules.read,
    numberOf: ({ number }) => number,
    draftOf: version => new Draft(version),
    draftFrom: text => new Draft(rules.read, text),
    earlier: ({ text }) => new Draft(rules.read, text),
    save: async ({ seen, text }) => {
      if (rules.isAway) throw new Error('no answer')
      if (seen.number !== rules.stored.number) {
        throw new Problem({ code: 'conflict', detail: '', errors: [], status: 409, details: {} })
      }
      rules.stored = { number: seen.number + 1, text }
      rules.read = rules.stored
      return rules.read
    },
    again: async () => {
      rules.read = rules.stored
    },
    onsaved: (_, back) => {
      undo = back
    },
    onproblem: error => problems.push(error),
  })
  return { desk, rules, problems, undo: () => undo() }
}

test('a draft becomes the next version, and taking it back makes one more', async () => {
  const { desk, rules, undo } = open()
  await desk.save(new Draft(rules.read, 'two'))
  expect([rules.stored, desk.draft.isChanged]).toEqual([{ number: 2, text: 'two' }, false])
  undo()
  await expect.poll(() => rules.stored).toEqual({ number: 3, text: 'one' })
})

test('what somebody saved meanwhile is shown, and either of the two goes on from it', async () => {
  for (const choice of ['keepMine', 'takeTheirs'] as const) {
    const { desk, rules, problems } = open()
    rules.stored = { number: 2, text: 'theirs' }
    await desk.save(new Draft(rules.read, 'mine'))
    expect([desk.theirs, desk.draft.text, problems]).toEqual([rules.stored, 'mine', []])
    desk[choice]()
    const expected = choice === 'keepMine' ? 'mine' : 'theirs'
    expect([desk.draft.text, desk.draft.seen, desk.theirs]).toEqual([expected, rules.stored, undefined])
  }
})

test('a draft that cannot be saved stays as it is, and can be saved later', async () => {
  const { desk, rules, problems } = open('half')
  expect([desk.found?.content, desk.draft.text]).toEqual(['half', 'half'])
  rules.isAway = true
  await desk.save(desk.draft)
  expect([problems.length, desk.draft.text, desk.busy]).toEqual([1, 'half', false])
  rules.isAway = false
  await desk.save(desk.draft)
  expect([rules.stored.text, desk.found]).toEqual(['half', undefined])
})
