import type { GridCover, Posting } from '../member.ts'

interface Kept {
  gridId: number
  code: string
  name: string
  regionName: string
}

/** A posting with the name of who holds it. */
export type Held = Pick<Posting, 'gridId' | 'duty' | 'fromOn' | 'toOn'> & { memberName: string }

const daysAhead = 90

/** For each grid who leads and stands in on a day, what is missing, and when the next gap begins. */
export function coverOf(grids: readonly Kept[], postings: readonly Held[], on: string): GridCover[] {
  const byGrid = new Map(grids.map(grid => [grid.gridId, [] as Held[]]))
  for (const posting of postings) byGrid.get(posting.gridId)?.push(posting)
  return grids.map(grid => {
    const held = byGrid.get(grid.gridId) ?? []
    const today = held.filter(posting => isOn(posting, on))
    const names = (duty: Held['duty']) =>
      today.filter(posting => posting.duty === duty).map(posting => posting.memberName)
    const leads = names('lead')
    const backups = names('backup')
    return {
      ...grid,
      leads,
      backups,
      members: names('member').length,
      lacks: lacksOn(held, on),
      nextGapOn: nextGap(held, on),
    }
  })
}

const isOn = ({ fromOn, toOn }: Held, day: string) => fromOn <= day && (toOn === null || day <= toOn)

function lacksOn(held: readonly Held[], day: string): ('lead' | 'backup')[] {
  return (['lead', 'backup'] as const).filter(
    duty => !held.some(posting => posting.duty === duty && isOn(posting, day)),
  )
}

/** Only a day after the last one of a posting can bring a gap. */
function nextGap(held: readonly Held[], on: string): string | null {
  const last = dayAfter(on, daysAhead)
  const ends = held.flatMap(({ toOn }) => (toOn === null ? [] : [dayAfter(toOn, 1)]))
  const gaps = ends.filter(
    day => day > on && day <= last && lacksOn(held, day).length > lacksOn(held, on).length,
  )
  return gaps.sort()[0] ?? null
}

/** A calendar day some days on. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
