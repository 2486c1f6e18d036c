import type { Duty, GridCover, Posting } from '../member.ts'

type Kept = Pick<GridCover, 'gridId' | 'code' | 'name' | 'regionName' | 'regionNameEn' | 'level' | 'parentId'>

/** A posting with the name of who holds it. */
export type Held = Pick<Posting, 'gridId' | 'duty' | 'fromOn' | 'toOn'> & { memberName: string }

const daysAhead = 90
const needed = ['lead', 'backup'] as const satisfies readonly Duty[]

/**
 * For each grid who leads and stands in on a day, what is missing, and when the next gap begins. A grid that lies in
 * another is kept by whoever keeps that one, where it has nobody of its own; a divided grid needs its own people,
 * whoever keeps the grids in it.
 */
export function coverOf(grids: readonly Kept[], postings: readonly Held[], on: string): GridCover[] {
  const report = new Report(grids, postings)
  return grids.map(grid => report.coverOf(grid, on))
}

class Report {
  readonly #grids: ReadonlyMap<number, Kept>
  readonly #held: ReadonlyMap<number, Held[]>
  readonly #lower = new Map<number, Kept[]>()

  constructor(grids: readonly Kept[], postings: readonly Held[]) {
    this.#grids = new Map(grids.map(grid => [grid.gridId, grid]))
    const held = new Map(grids.map(grid => [grid.gridId, [] as Held[]]))
    for (const posting of postings) held.get(posting.gridId)?.push(posting)
    this.#held = held
    for (const grid of grids) {
      if (grid.parentId === null) continue
      this.#lower.set(grid.parentId, [...(this.#lower.get(grid.parentId) ?? []), grid])
    }
  }

  coverOf(grid: Kept, on: string): GridCover {
    const names = (duty: Duty, of: Kept = grid) =>
      this.#heldOn(of, duty, on).map(({ memberName }) => memberName)
    const own = { lead: names('lead'), backup: names('backup') }
    const above = (duty: 'lead' | 'backup') => {
      const keeper = own[duty].length > 0 ? undefined : this.#keeperOf(grid, duty, on)
      return { from: keeper?.name ?? '', names: keeper ? names(duty, keeper) : [] }
    }
    const [leadAbove, backupAbove] = [above('lead'), above('backup')]
    const lower = this.#lower.get(grid.gridId) ?? []
    return {
      ...grid,
      leads: own.lead,
      backups: own.backup,
      leadsAbove: leadAbove.names,
      backupsAbove: backupAbove.names,
      aboveName: leadAbove.from || backupAbove.from,
      members: names('member').length,
      lower: lower.length,
      lowerLed: lower.filter(each => names('lead', each).length > 0).length,
      lacks: this.#lacksOn(grid, on),
      nextGapOn: this.#nextGap(grid, on),
    }
  }

  #heldOn({ gridId }: Kept, duty: Duty, day: string): Held[] {
    return (this.#held.get(gridId) ?? []).filter(posting => posting.duty === duty && isOn(posting, day))
  }

  #pathOf(grid: Kept): Kept[] {
    const above = grid.parentId === null ? undefined : this.#grids.get(grid.parentId)
    return above ? [above, ...this.#pathOf(above)] : []
  }

  /** The nearest grid above that has somebody for a duty. */
  #keeperOf(grid: Kept, duty: Duty, day: string): Kept | undefined {
    return this.#pathOf(grid).find(each => this.#heldOn(each, duty, day).length > 0)
  }

  #lacksOn(grid: Kept, day: string): ('lead' | 'backup')[] {
    return needed.filter(
      duty => this.#heldOn(grid, duty, day).length === 0 && !this.#keeperOf(grid, duty, day),
    )
  }

  /** Only a day after the last one of a posting can bring a gap. */
  #nextGap(grid: Kept, on: string): string | null {
    const last = dayAfter(on, daysAhead)
    const counted = [grid, ...this.#pathOf(grid)].flatMap(({ gridId }) => this.#held.get(gridId) ?? [])
    const ends = counted.flatMap(({ toOn }) => (toOn === null ? [] : [dayAfter(toOn, 1)]))
    const lacks = this.#lacksOn(grid, on).length
    const gaps = ends.filter(day => day > on && day <= last && this.#lacksOn(grid, day).length > lacks)
    return gaps.sort()[0] ?? null
  }
}

const isOn = ({ fromOn, toOn }: Held, day: string) => fromOn <= day && (toOn === null || day <= toOn)

/** A calendar day some days on. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
