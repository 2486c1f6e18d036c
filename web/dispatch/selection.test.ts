import { describe, expect, it } from 'vitest'
import { aCandidate, anAnswer, anOrder, aRecommendation } from './dispatch.fixture.ts'
import { dispatchRoutes } from './dispatch-routes.ts'
import { dueAt, inForce, nextVerb, stepsDone } from './order-progress.ts'
import { answerOf, carriedOver, others, recommended, sent, shortfalls, swap } from './selection.ts'

const fire = { kind: 'team' as const, skill: 'fire', count: 2 }
const hazmat = { kind: 'team' as const, skill: 'hazmat', count: 1 }
const chosen = { chosen: true }

const two = aRecommendation(
  [
    anAnswer(fire, [aCandidate(1, chosen), aCandidate(2, chosen), aCandidate(3), aCandidate(5)]),
    anAnswer(hazmat, [aCandidate(4, chosen), aCandidate(3), aCandidate(9, { available: false })]),
  ],
  { soonerSeconds: 190 },
)

describe('swapping who is sent', () => {
  it('puts a newcomer in the place of the one who arrives last', () => {
    expect(swap(two, recommended(two), { place: 0, responderId: 3 })).toEqual([[1, 3], [4]])
  })

  it('takes out and puts back', () => {
    const out = swap(two, recommended(two), { place: 0, responderId: 1 })
    expect(out).toEqual([[2], [4]])
    expect(swap(two, out, { place: 0, responderId: 1 })).toEqual([[2, 1], [4]])
  })

  it('never lets one serve two needs', () => {
    const first = swap(two, recommended(two), { place: 0, responderId: 3 })
    expect(swap(two, first, { place: 1, responderId: 3 })).toEqual([[1], [3]])
  })

  it('leaves out who cannot go', () => {
    const picked = recommended(two)
    expect(swap(two, picked, { place: 1, responderId: 9 })).toBe(picked)
  })
})

describe('a new reckoning', () => {
  it('replaces what nobody touched', () => {
    const now = aRecommendation([
      anAnswer(fire, [aCandidate(5, chosen), aCandidate(1)]),
      anAnswer(hazmat, []),
    ])
    expect(carriedOver({ recommendation: two, picked: recommended(two) }, now)).toEqual([[5], []])
  })

  it('keeps what people chose, as far as those can still go', () => {
    const picked = swap(two, recommended(two), { place: 0, responderId: 3 })
    const now = aRecommendation([
      anAnswer(fire, [aCandidate(1, { available: false }), aCandidate(3), aCandidate(2, chosen)]),
      anAnswer(hazmat, [aCandidate(4, chosen)]),
    ])
    expect(carriedOver({ recommendation: two, picked }, now)).toEqual([[3], [4]])
  })

  it('starts over when something else is asked', () => {
    const picked = swap(two, recommended(two), { place: 0, responderId: 3 })
    const now = aRecommendation([anAnswer({ ...fire, count: 1 }, [aCandidate(1, chosen)])])
    expect(carriedOver({ recommendation: two, picked }, now)).toEqual([[1]])
  })
})

describe('the sentence above the list', () => {
  it('says what is won, until people choose otherwise', () => {
    expect(answerOf(two, recommended(two))).toEqual({ kind: 'sooner', seconds: 190 })
    const slower = swap(two, recommended(two), { place: 0, responderId: 5 })
    expect(answerOf(two, slower)).toEqual({ kind: 'within', seconds: 300 })
  })

  it('names what is missing before anything else', () => {
    const out = swap(two, recommended(two), { place: 1, responderId: 4 })
    expect(answerOf(two, out)).toEqual({ kind: 'short', count: 1 })
    expect(shortfalls(two, out)).toEqual([{ need: hazmat, place: 1, count: 1, reason: undefined }])
  })

  it('counts supplies by what the stores lack', () => {
    const supply = { kind: 'supply' as const, skill: '防化服', count: 6 }
    const reason = { zh: '缺 2 套', en: 'two missing' }
    const now = aRecommendation([anAnswer(supply, [], { short: 2, shortReason: reason })])
    expect(shortfalls(now, recommended(now))).toEqual([{ need: supply, place: 0, count: 2, reason }])
    expect(answerOf(aRecommendation([]), [])).toEqual({ kind: 'nobody' })
  })

  it('lists the others once each, those who cannot go apart', () => {
    const { spare, unavailable } = others(two, recommended(two))
    expect(spare.map(each => each.candidate.responderId)).toEqual([3, 5])
    expect(unavailable.map(each => each.candidate.responderId)).toEqual([9])
    expect(sent(two, recommended(two)).map(each => each.candidate.responderId)).toEqual([1, 2, 4])
  })
})

describe('ways on the map', () => {
  const label = (seconds: number) => `${seconds}`
  it('shows picked ones with their time, others dotted, each once', () => {
    const routes = dispatchRoutes({ recommendation: two, picked: recommended(two), orders: [], label })
    expect(routes.map(({ responderId, state }) => [responderId, state])).toEqual([
      [1, 'chosen'],
      [2, 'chosen'],
      [3, 'rejected'],
      [5, 'rejected'],
      [4, 'chosen'],
      [9, 'rejected'],
    ])
    expect(routes.filter(route => route.label).map(route => route.label)).toEqual(['60', '120', '240'])
  })

  it('shows an order instead of the candidate, until it is on scene', () => {
    const show = (order: ReturnType<typeof anOrder>) =>
      dispatchRoutes({ recommendation: two, picked: [], orders: [order], label })[0]?.id
    expect(show(anOrder(1))).toBe('order-101')
    expect(show(anOrder(1, { state: 'arrived' }))).toBe('candidate-1')
  })
})

describe('an order under way', () => {
  it('is due an arrival time after it set out, before that after it was given', () => {
    expect(dueAt(anOrder(1))).toBe('2026-03-12T06:05:00.000Z')
    const departed = anOrder(1, { state: 'departed', departedAt: '2026-03-12T06:02:00.000Z' })
    expect(dueAt(departed)).toBe('2026-03-12T06:07:00.000Z')
    expect(dueAt(anOrder(1, { state: 'arrived' }))).toBeUndefined()
  })

  it('moves one step at a time and ends', () => {
    expect(nextVerb(anOrder(1, { state: 'acknowledged' }))).toBe('depart')
    expect(nextVerb(anOrder(1, { state: 'released' }))).toBeUndefined()
    expect(stepsDone(anOrder(1, { state: 'departed' }))).toBe(3)
    expect(stepsDone(anOrder(1, { state: 'declined' }))).toBe(0)
  })

  it('stands by arrival, those on scene last', () => {
    const arrived = anOrder(1, { state: 'arrived', arrivedAt: '2026-03-12T06:01:00.000Z' })
    const list = [arrived, anOrder(2, { etaSeconds: 400 }), anOrder(3), anOrder(4, { state: 'released' })]
    expect(inForce(list).map(order => order.responderId)).toEqual([3, 2, 1])
  })
})
