import type { GridLevel } from '../../server/grid/grid.ts'
import type { Duty, GridCover, Member, Posting } from '../../server/member/member.ts'
import { neverBegan } from '../../server/member/rules/days.ts'

export type CoverShow = 'gaps' | 'soon' | 'above' | 'all'
export type CoverLevel = GridLevel | 'all'
export interface CoverGroup {
  region: string
  regionEn: string
  grids: readonly GridCover[]
}

/** Whether a grid has nobody of its own for something that the people of a grid above it do. */
export const isKeptAbove = ({ leadsAbove, backupsAbove }: GridCover) =>
  leadsAbove.length > 0 || backupsAbove.length > 0

const levels: readonly GridLevel[] = ['first', 'second', 'micro', 'thematic']

/** The levels that a report has, the highest first. */
export const levelsIn = (cover: readonly GridCover[]): GridLevel[] =>
  levels.filter(level => cover.some(grid => grid.level === level))

export const ofLevel = (cover: readonly GridCover[], level: CoverLevel): readonly GridCover[] =>
  level === 'all' ? cover : cover.filter(grid => grid.level === level)

const isShown: Record<CoverShow, (grid: GridCover) => boolean> = {
  gaps: ({ lacks }) => lacks.length > 0,
  soon: ({ nextGapOn }) => nextGapOn !== null,
  above: isKeptAbove,
  all: () => true,
}

export const countOf = (cover: readonly GridCover[], show: CoverShow) => cover.filter(isShown[show]).length

/** The grids of a report by village, in the report's order; what comes soon, by its day. */
export function coverGroups(cover: readonly GridCover[], show: CoverShow): CoverGroup[] {
  const groups = new Map<string, GridCover[]>()
  for (const grid of cover.filter(isShown[show])) {
    const held = groups.get(grid.regionName) ?? []
    groups.set(grid.regionName, [...held, grid])
  }
  return [...groups].map(([region, grids]) => ({
    region,
    regionEn: grids[0]?.regionNameEn ?? '',
    grids: show === 'soon' ? [...grids].sort(byGap) : grids,
  }))
}

const byGap = (a: GridCover, b: GridCover) => (a.nextGapOn ?? '').localeCompare(b.nextGapOn ?? '')

export type Held = { member: Member; posting: Posting }

const dutyRank: Record<Duty, number> = { lead: 0, backup: 1, member: 2 }

/** Postings by whether they run on a day, begin later or are over, those that never began too; leads first. */
export function crewOn(held: readonly Held[], day: string) {
  const sorted = [...held].sort(
    (a, b) =>
      dutyRank[a.posting.duty] - dutyRank[b.posting.duty] || a.posting.fromOn.localeCompare(b.posting.fromOn),
  )
  const isOver = ({ posting }: Held) => neverBegan(posting) || (posting.toOn !== null && posting.toOn < day)
  const isComing = (held: Held) => !isOver(held) && held.posting.fromOn > day
  return {
    now: sorted.filter(each => !isOver(each) && !isComing(each)),
    coming: sorted.filter(isComing),
    ended: sorted.filter(each => isOver(each)),
  }
}

/** Members whose name, unit, phone or grids have all the words. */
export function membersWith(members: readonly Member[], search: string): Member[] {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return members.filter(({ name, unit, phone, postings }) => {
    const text = [name, unit, phone, ...postings.flatMap(({ gridName, gridCode }) => [gridName, gridCode])]
      .join('\n')
      .toLowerCase()
    return words.every(word => text.includes(word))
  })
}

/** Whole days from one calendar day to another. */
export const daysBetween = (from: string, to: string) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** The calendar day in China (UTC+8). */
export const dayAt = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)

export const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().slice(0, 10) === text
