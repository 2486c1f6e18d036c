import { expect, test } from 'vitest'
import type { Api } from './api.ts'
import type { Clock } from './clock.svelte.ts'
import { DrillBook } from './drill/drill-book.svelte.ts'
import { FieldTask } from './field/field-task.svelte.ts'
import { ReviewDesk } from './grid/review-desk.svelte.ts'
import { ProposalDesk } from './identification/proposal-desk.svelte.ts'
import { IncidentFile } from './incident/incident-file.svelte.ts'
import { InspectionBook } from './inspection/inspection-book.svelte.ts'
import { InstallationDesk } from './installation/installation-desk.svelte.ts'
import { Latest } from './latest.ts'
import { MemberBook } from './member/member-book.svelte.ts'
import { PlanBook } from './plan/plan-book.svelte.ts'
import { RunBoard } from './plan/run-board.svelte.ts'
import { EditionBook } from './risk/edition/edition-book.svelte.ts'
import { RiskDesk } from './risk/risk-desk.svelte.ts'
import { ThreatDesk } from './threat/threat-desk.svelte.ts'

/** A server that answers when the test says so; each answer tells which question it is to. */
function slowServer() {
  const answers: (() => void)[] = []
  let question = 0
  const ask = () => {
    const mark = question
    const row = { id: mark, sequence: mark, version: 0, nodes: [], state: 'published' }
    // One answer for all who ask: a list of one row that is also that row.
    return new Promise(give => answers.push(() => give(Object.assign([row], row, { bytes: row }))))
  }
  const api = { get: ask, post: ask, bytes: ask } as unknown as Api
  /** Asks twice, lets the second be answered first, then the first. */
  const outOfOrder = async (first: () => unknown, second: () => unknown) => {
    const asking: unknown[] = []
    const batches = [first, second].map(each => {
      question += 1
      answers.length = 0
      asking.push(each())
      return [...answers]
    })
    for (const give of batches.reverse().flat()) {
      give()
      await new Promise(next => setTimeout(next))
    }
    await Promise.all(asking)
  }
  return { api, outOfOrder }
}

const idIn = (shown: unknown) => Reflect.get(Object(shown), 'id')
type Server = ReturnType<typeof slowServer>

/** What each screen shows after a second question was answered before the first. */
const screens: Record<string, (server: Server) => Promise<unknown>> = {
  'editions of one town': async ({ api, outOfOrder }) => {
    const book = new EditionBook(api)
    await outOfOrder(
      () => book.load(1),
      () => book.load(1),
    )
    return book.editions
  },
  comparison: async ({ api, outOfOrder }) => {
    const book = new EditionBook(api)
    const asked = { before: 'edition-1', after: 'edition-2', scale: 'live' } as const
    await outOfOrder(
      () => book.compare(asked),
      () => book.compare(asked),
    )
    return book.comparison
  },
  inspections: async ({ api, outOfOrder }) => {
    const book = new InspectionBook(api)
    await outOfOrder(
      () => book.loadInspections(7),
      () => book.loadInspections(7),
    )
    return book.inspections
  },
  plan: async ({ api, outOfOrder }) => {
    const book = new PlanBook(api)
    await outOfOrder(
      () => book.show(1),
      () => book.show(2),
    )
    return book.record
  },
  plans: async ({ api, outOfOrder }) => {
    const book = new PlanBook(api)
    await outOfOrder(
      () => book.load(1),
      () => book.load(2),
    )
    return book.plans?.[0]
  },
  run: async ({ api, outOfOrder }) => {
    const board = new RunBoard(api, { now: 0 } as Clock)
    await outOfOrder(
      () => board.load(1),
      () => board.load(2),
    )
    return board.run
  },
  drills: async ({ api, outOfOrder }) => {
    const book = new DrillBook(api)
    await outOfOrder(
      () => book.load(1),
      () => book.load(1),
    )
    return book.drills?.[0]
  },
  members: async ({ api, outOfOrder }) => {
    const book = new MemberBook(api)
    await outOfOrder(book.load, book.load)
    return book.members[0]
  },
  cover: async ({ api, outOfOrder }) => {
    const book = new MemberBook(api)
    await outOfOrder(
      () => book.turnTo('2026-05-01'),
      () => book.turnTo('2026-05-01'),
    )
    return book.cover
  },
  assessments: async ({ api, outOfOrder }) => {
    const desk = new RiskDesk(api)
    await outOfOrder(
      () => desk.loadAssessments(3),
      () => desk.loadAssessments(3),
    )
    return desk.assessments
  },
  installations: async ({ api, outOfOrder }) => {
    const desk = new InstallationDesk(api)
    await outOfOrder(
      () => desk.load(1),
      () => desk.load(2),
    )
    return desk.all
  },
  proposals: async ({ api, outOfOrder }) => {
    const desk = new ProposalDesk(api)
    await outOfOrder(
      () => desk.load(1),
      () => desk.load(1),
    )
    return desk.proposals[0]
  },
  'kept zones': async ({ api, outOfOrder }) => {
    const desk = new ThreatDesk(api)
    desk.place = { townId: 1, hazardId: null, incidentId: null }
    await outOfOrder(
      () => desk.load(),
      () => desk.load(),
    )
    return desk.kept
  },
  'the plan about to be started': async ({ api, outOfOrder }) => {
    const file = new IncidentFile(api)
    await outOfOrder(
      () => file.showPlan(1),
      () => file.showPlan(2),
    )
    return file.plan
  },
  'what a proposed draft does': async ({ api, outOfOrder }) => {
    const desk = new ReviewDesk(api)
    await outOfOrder(
      () => desk.openById(1, []),
      () => desk.openById(2, []),
    )
    return desk.draft
  },
  'the task of a team': async ({ api, outOfOrder }) => {
    const task = new FieldTask(api)
    await outOfOrder(task.load, task.load)
    return task.field
  },
}

test.for(Object.entries(screens))('%s: the answer to the last question stays', async ([, show]) => {
  expect(idIn(await show(slowServer()))).toBe(2)
})

test('nothing is shown of what was asked before the question was taken back', async () => {
  const { api, outOfOrder } = slowServer()
  const [board, desk, book] = [
    new RunBoard(api, { now: 0 } as Clock),
    new RiskDesk(api),
    new EditionBook(api),
  ]
  const asked = { townId: 1, ordinal: 3, scale: 'live' } as const
  await outOfOrder(
    () => [board.load(1), desk.ask(asked), book.compare({ before: '1', after: '2', scale: 'live' })],
    () => [board.load(undefined), desk.ask(undefined), book.compare(undefined)],
  )
  expect([board.run, desk.cell, book.comparison, book.comparing]).toEqual([
    undefined,
    undefined,
    undefined,
    false,
  ])
})

test('a failure of an earlier question is put away, one of the last is told', async () => {
  const latest = new Latest()
  const fails: ((error: Error) => void)[] = []
  const ask = () => latest.read(() => new Promise((_, fail) => fails.push(fail)), String)
  const [first, second] = [ask(), ask()]
  fails[0]?.(new Error('lost'))
  fails[1]?.(new Error('down'))
  expect(await first).toBe(false)
  await expect(second).rejects.toThrow('down')
})
