import type { Candidate, Need, NeedAnswer, Recommendation } from '../../server/dispatch/dispatch.ts'

/** Who is to be sent, need by need in the order of the recommendation. */
export type Picked = readonly (readonly number[])[]

export const recommended = ({ needs }: Recommendation): Picked => needs.map(answer => answer.chosen)

const candidateOf = (answer: NeedAnswer | undefined, responderId: number) =>
  answer?.candidates.find(candidate => candidate.responderId === responderId)

/**
 * Swaps a responder in or out of a need. Into a full need it takes the place of the one who arrives last; nobody
 * serves two needs at once. Who cannot go stays out.
 */
export function swap(
  { needs }: Recommendation,
  picked: Picked,
  { place, responderId }: { place: number; responderId: number },
): Picked {
  const answer = needs[place]
  const mine = picked[place] ?? []
  if (mine.includes(responderId)) return replaced(picked, place, without(mine, responderId))
  if (!answer || !candidateOf(answer, responderId)?.available) return picked
  const others = picked.map(ids => without(ids, responderId))
  const kept = mine.length < answer.need.count ? mine : without(mine, latest(answer, mine))
  return replaced(others, place, [...kept, responderId])
}

const without = (ids: readonly number[], gone: number | undefined) => ids.filter(id => id !== gone)
const replaced = (picked: Picked, place: number, ids: readonly number[]): Picked =>
  picked.map((mine, at) => (at === place ? ids : mine))

function latest(answer: NeedAnswer, ids: readonly number[]): number | undefined {
  const eta = (id: number) => candidateOf(answer, id)?.etaSeconds ?? 0
  return [...ids].sort((one, other) => eta(other) - eta(one))[0]
}

/** Keeps what people chose by hand across a new reckoning, as far as those can still go. */
export function carriedOver(
  before: { recommendation: Recommendation; picked: Picked } | undefined,
  now: Recommendation,
): Picked {
  if (!before || !sameNeeds(before.recommendation, now)) return recommended(now)
  const touched = before.picked.map(
    (ids, place) => !sameIds(ids, before.recommendation.needs[place]?.chosen ?? []),
  )
  if (!touched.includes(true)) return recommended(now)
  return now.needs.map((answer, place) =>
    (before.picked[place] ?? []).filter(id => candidateOf(answer, id)?.available),
  )
}

const sameIds = (one: readonly number[], other: readonly number[]) =>
  one.length === other.length && one.every(id => other.includes(id))
const sameNeeds = (one: Recommendation, other: Recommendation) =>
  JSON.stringify(one.needs.map(answer => answer.need)) ===
  JSON.stringify(other.needs.map(answer => answer.need))

export interface Sent {
  candidate: Candidate
  need: Need
  place: number
}

/** Everyone picked, the first to arrive first. */
export function sent({ needs }: Recommendation, picked: Picked): Sent[] {
  return needs
    .flatMap((answer, place) =>
      (picked[place] ?? []).flatMap(id => {
        const candidate = candidateOf(answer, id)
        return candidate ? [{ candidate, need: answer.need, place }] : []
      }),
    )
    .sort((one, other) => one.candidate.etaSeconds - other.candidate.etaSeconds)
}

export interface Shortfall {
  need: Need
  place: number
  count: number
  /** The server's words; absent where people took someone out by hand. */
  reason: { zh: string; en: string } | undefined
}

export function shortfalls({ needs }: Recommendation, picked: Picked): Shortfall[] {
  return needs.flatMap((answer, place) => {
    const { need } = answer
    const count =
      need.kind === 'supply' ? answer.short : Math.max(0, need.count - (picked[place] ?? []).length)
    return count > 0 ? [{ need, place, count, reason: answer.shortReason ?? undefined }] : []
  })
}

/** Who could be sent and is not, and who cannot; each once, although it may fit several needs. */
export function others({ needs }: Recommendation, picked: Picked): { spare: Sent[]; unavailable: Sent[] } {
  const taken = new Set(picked.flat())
  const spare: Sent[] = []
  const unavailable: Sent[] = []
  for (const [place, { candidates, need }] of needs.entries()) {
    for (const candidate of candidates) {
      if (taken.has(candidate.responderId)) continue
      taken.add(candidate.responderId)
      const list = candidate.available ? spare : unavailable
      list.push({ candidate, need, place })
    }
  }
  return { spare, unavailable }
}

export type Answer =
  | { kind: 'sooner'; seconds: number }
  | { kind: 'within'; seconds: number }
  | { kind: 'short'; count: number }
  | { kind: 'nobody' }

/** The one sentence above the list: what is missing, else how much is won, else by when all are there. */
export function answerOf(recommendation: Recommendation, picked: Picked): Answer {
  const short = shortfalls(recommendation, picked)
  if (short.length > 0) return { kind: 'short', count: short.length }
  const going = sent(recommendation, picked)
  const last = going[going.length - 1]?.candidate.etaSeconds ?? storeSeconds(recommendation)
  if (last === undefined) return { kind: 'nobody' }
  const isRecommended = picked.every((ids, place) => sameIds(ids, recommendation.needs[place]?.chosen ?? []))
  const { soonerSeconds } = recommendation
  if (isRecommended && soonerSeconds !== null) return { kind: 'sooner', seconds: soonerSeconds }
  return { kind: 'within', seconds: last }
}

function storeSeconds({ needs }: Recommendation): number | undefined {
  const times = needs.flatMap(({ stores }) =>
    stores.filter(({ take }) => take > 0).map(store => store.etaSeconds),
  )
  return times.length > 0 ? Math.max(...times) : undefined
}
