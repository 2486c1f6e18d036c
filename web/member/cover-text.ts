import type { GridCover } from '../../server/member/member.ts'
import type { Words } from '../language/words.ts'

interface Telling {
  words: Words['member']['cover']
  /** Whether a gap to come is told before who keeps the grid now. */
  isSoon: boolean
}

/** In one line who keeps a grid, what it lacks, and what grids above or below it have to do with that. */
export function coverText(grid: GridCover, { words, isSoon }: Telling): string {
  const { lacks, nextGapOn, lower, lowerLed } = grid
  if (lacks.length > 0) {
    const text =
      lacks.length > 1 ? words.lacksBoth : lacks[0] === 'lead' ? words.lacksLead : words.lacksBackup
    const isLed = lacks.includes('lead') && lower > 0 && lowerLed > 0
    return isLed ? words.lowerLed(text, String(lowerLed), String(lower)) : text
  }
  if (isSoon && nextGapOn) return words.gapOn(nextGapOn)
  const { leads, backups, leadsAbove, backupsAbove, aboveName } = grid
  const joined = (own: string[], above: string[]) =>
    own.length > 0 ? own.join('、') : words.byAbove(above.join('、'))
  const kept = words.kept(joined(leads, leadsAbove), joined(backups, backupsAbove))
  return aboveName === '' ? kept : words.keptAbove(kept, aboveName)
}
