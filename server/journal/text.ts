import type { JournalRow } from './find.ts'
import { dispatchSentences } from './text-dispatch.ts'
import { field, nameOf, type Sentences, type Told, words } from './text-field.ts'
import { gridSentences } from './text-grid.ts'
import { incidentSentences } from './text-incident.ts'
import { memberSentences } from './text-member.ts'
import { otherNouns, otherVerbs, regionSentences } from './text-other.ts'
import { planSentences } from './text-plan.ts'

const sentences: Sentences = {
  ...incidentSentences,
  ...planSentences,
  ...dispatchSentences,
  ...regionSentences,
  ...gridSentences,
  ...memberSentences,
}

/**
 * One journal row as a sentence of the timeline, who first: 「周岚 启动《危险化学品泄漏应急预案》Ⅲ 级响应」.
 * Rows of verbs it has no sentence for are told plainly: who, what was done, to which thing.
 */
export function sentence(row: Told): { zh: string; en: string } {
  const tell = sentences[`${row.noun}/${row.verb}`]
  const told = tell ? tell(row) : plainly(row)
  return { zh: `${row.actor} ${told.zh}`, en: `${row.actor} ${told.en}` }
}

/** A journal row as timelines and replays hand it on: what happened, with its sentence. */
export function toldOf(row: JournalRow) {
  const { sequence, at, actor, verb, noun, nounId } = row
  return { sequence, at, actor, verb, noun, nounId, text: sentence(row) }
}

function plainly(row: Told) {
  const noun = otherNouns[row.noun] ?? words(row.noun, row.noun)
  const verb = otherVerbs[row.verb] ?? words('更改了', 'changed')
  const name = nameOf(row)
  const number = field(row.after, 'code') || field(row.after, 'number')
  const said = name || number
  return words(
    `${verb.zh}${noun.zh}${said ? `「${said}」` : ''}`,
    `${verb.en} ${noun.en}${said ? ` “${field(row.after, 'nameEn') || said}”` : ''}`,
  )
}
