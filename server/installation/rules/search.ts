import { initials } from '../../region/rules/initials.ts'
import { folded, plainText } from '../../sheet/rules/plain-text.ts'
import { casOf } from './cas.ts'
import { type Substance, substances } from './substances.ts'

interface Entry {
  substance: Substance
  names: string[]
  initials: string[]
  cas: string[]
}

const digits = (text: string) => text.replace(/\D/g, '')

const entries: readonly Entry[] = substances.map(substance => {
  const others = substance.also.filter(name => casOf(name) === null)
  return {
    substance,
    names: [substance.name, substance.nameEn, ...others].map(folded),
    initials: [substance.name, ...others].map(initials),
    cas: [...substance.cas, ...substance.also.filter(name => casOf(name) !== null)].map(digits),
  }
})

/**
 * Substances of table 1 that fit a few typed letters, best first: by number (CAS, UN, or place in the table), Chinese
 * or English name, another name, or the first letters of the pinyin.
 */
export function searchSubstances(query: string, limit = 20): Substance[] {
  const plain = plainText(query)
  if (plain === '') return substances.slice(0, limit)
  const found = entries.flatMap(entry => {
    const rank = rankOf(entry, plain)
    return rank === null ? [] : [{ entry, rank }]
  })
  return found
    .sort((a, b) => a.rank - b.rank || a.entry.substance.no - b.entry.substance.no)
    .slice(0, limit)
    .map(({ entry }) => entry.substance)
}

/** Smaller is better; null when it does not fit. */
function rankOf(entry: Entry, plain: string): number | null {
  const byNumber = numberRank(entry, plain)
  if (byNumber !== null) return byNumber
  const wanted = folded(plain)
  if (wanted === '') return null
  const starts = entry.names.findIndex(name => name.startsWith(wanted))
  if (starts >= 0) return (entry.names[starts] === wanted ? 10 : 12) + (starts > 1 ? 1 : 0)
  const latin = /^[a-z0-9]+$/.test(wanted)
  if (latin && entry.initials.some(letters => letters === wanted)) return 14
  if (latin && entry.initials.some(letters => letters.startsWith(wanted))) return 16
  if (entry.names.some(name => name.includes(wanted))) return 18
  const words = plain.split(/\s+/).map(folded)
  return words.every(word => entry.names.some(name => name.includes(word))) ? 20 : null
}

function numberRank({ substance, cas }: Entry, plain: string): number | null {
  const un = /^un\s*-?\s*(\d{1,4})$/i.exec(plain)?.[1]
  if (un)
    return substance.un.includes(un.padStart(4, '0'))
      ? 0
      : substance.un.some(each => each.startsWith(un))
        ? 2
        : null
  const typed = plain.replace(/^cas[:：]?/i, '').replace(/[\s-]/g, '')
  if (!/^\d{2,}$/.test(typed)) return null
  if (cas.includes(typed)) return 0
  if (substance.un.includes(typed)) return 1
  if (cas.some(each => each.startsWith(typed))) return 4
  return String(substance.no) === typed ? 5 : null
}

/** The entries that have exactly this CAS number, in the order of the table. */
export const withCas = (cas: string): Substance[] =>
  substances.filter(each => each.cas.includes(cas) || each.also.includes(cas))

/** The entries that have exactly this name, by whatever of their names. */
export function withName(name: string): Substance[] {
  const wanted = folded(name)
  return wanted === ''
    ? []
    : entries.filter(entry => entry.names.includes(wanted)).map(({ substance }) => substance)
}
