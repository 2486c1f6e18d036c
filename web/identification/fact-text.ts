import type { Words } from '../language/words.ts'

type Fact = keyof Words['identification']['facts']

/** A fact of a rule as words know it; one that a newer rule looks at is told as another fact. */
export const asFact = (fact: string): Fact => {
  const known = facts.find(each => each === fact)
  return known ?? 'other'
}

const facts: readonly Fact[] = [
  'people',
  'incidents',
  'stocks',
  's',
  'cells',
  'buildings',
  'ways',
  'levels',
  'meters',
  'degrees',
  'kind',
  'tag',
  'grade',
]

/** What a fact was or is, as people read it. */
export function factText(words: Words, fact: string, value: string): string {
  if (value === '') return '—'
  const { targetKinds } = words.resource
  if (fact === 'kind') return Object.entries(targetKinds).find(([kind]) => kind === value)?.[1] ?? value
  if (fact === 'grade')
    return Object.entries(words.inspection.readings.grades).find(([grade]) => grade === value)?.[1] ?? value
  // A CAS number and tonnes each.
  if (fact === 'stocks')
    return value
      .split(' · ')
      .map(stock => `${stock} t`)
      .join(' · ')
  if (fact === 'meters') return `${value} m`
  return fact === 'degrees' ? `${value}°` : value
}
