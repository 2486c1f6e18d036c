import type { ChangedFact, Proposal } from '../identification.ts'

type Facts = Proposal['facts']

/** Which facts of a proposal differ, in the order of their names; lists of ids are told by how many came and went. */
export function changedFacts(before: Facts, after: Facts): ChangedFact[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap(fact => {
    const [was, is] = [before[fact], after[fact]]
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [changed(fact, was, is)]
  })
}

function changed(fact: string, was: unknown, is: unknown): ChangedFact {
  const [old, now] = [idsOf(was), idsOf(is)]
  if (!old && !now) return { fact, before: textOf(was), after: textOf(is), plus: 0, minus: 0 }
  const [before, after] = [new Set(old), new Set(now)]
  return {
    fact,
    before: String(before.size),
    after: String(after.size),
    plus: [...after].filter(id => !before.has(id)).length,
    minus: [...before].filter(id => !after.has(id)).length,
  }
}

const idsOf = (value: unknown): number[] | null =>
  Array.isArray(value) && value.every(each => typeof each === 'number') ? value : null

const textOf = (value: unknown): string =>
  value === undefined ? '' : Array.isArray(value) ? value.map(String).sort().join(' · ') : String(value)
