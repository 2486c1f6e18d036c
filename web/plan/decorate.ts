import type { BoardNode, Tone } from '../../plans/run.ts'
import { toneOf } from '../../plans/run.ts'

/** What one node of the mind map shows under its title, and its colour. */
export interface Decoration {
  tone: Tone
  line: string
}

export interface DecorationWords {
  doneBy(who: string, time: string): string
  left(time: string): string
  late(time: string): string
  running: string
  ready: string
  skipped: string
  waiting: string
  progress(done: number, total: number): string
}

interface Formats {
  words: DecorationWords
  language: 'zh' | 'en'
  minutes(seconds: number): string
  clockTime(date: Date): string
  roleOf(id: string | undefined): string
  now: number
}

/** One line of state: who did it and when, how long is left, or what it waits for. Never empty. */
export function decorationOf(shown: BoardNode, formats: Formats): Decoration {
  return { tone: toneOf(shown), line: lineOf(shown, formats) }
}

function lineOf(shown: BoardNode, { words, language, minutes, clockTime, roleOf, now }: Formats): string {
  if (shown.progress && shown.state !== 'skipped') {
    const { done, total } = shown.progress
    return shown.reason ? shown.reason[language] : words.progress(done, total)
  }
  if (shown.state === 'done') {
    return shown.mark ? words.doneBy(shown.mark.by, clockTime(shown.mark.at)) : words.progress(1, 1)
  }
  if (shown.state === 'skipped') return words.skipped
  if (shown.reason) return shown.reason[language]
  const who = roleOf(shown.role)
  const state = timeOf(shown, { words, minutes, now })
  return [who, state].filter(Boolean).join(' · ')
}

function timeOf(
  shown: BoardNode,
  { words, minutes, now }: Pick<Formats, 'words' | 'minutes' | 'now'>,
): string {
  if (shown.due) {
    const seconds = Math.round((shown.due.getTime() - now) / 1000)
    return seconds < 0 ? words.late(minutes(-seconds)) : words.left(minutes(seconds))
  }
  if (shown.state === 'running') return words.running
  return shown.state === 'ready' ? words.ready : words.waiting
}

/**
 * Gives each line of the map the tone of the node it leads to. mind-elixir draws main lines in the order of
 * the main branches, and the lines under one branch depth first over what is unfolded.
 */
export function paintLines(map: HTMLElement, toneOfId: (id: string) => Tone | undefined): void {
  const branches = [...map.querySelectorAll<HTMLElement>('me-main > me-wrapper')]
  const mains = map.querySelectorAll<SVGPathElement>('svg.lines > path')
  branches.forEach((branch, place) => {
    paint(mains[place], toneOfId(idOf(branch)))
    const paths = branch.querySelectorAll<SVGPathElement>(':scope > svg.subLines > path')
    const below = [...branch.querySelectorAll<HTMLElement>('me-children me-wrapper')]
    for (const [index, wrapper] of below.entries()) paint(paths[index], toneOfId(idOf(wrapper)))
  })
}

const idOf = (wrapper: HTMLElement): string =>
  wrapper.querySelector<HTMLElement>(':scope > me-parent > me-tpc')?.dataset.nodeid?.replace(/^me/, '') ?? ''

function paint(path: SVGPathElement | undefined, tone: Tone | undefined): void {
  if (path) path.dataset.tone = tone ?? 'waiting'
}
