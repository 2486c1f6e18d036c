/** A cell that a ring meets, with the share of its area inside each ring. */
export interface Share {
  gridId: number | null
  shares: readonly number[]
  peopleDay: number
  peopleNight: number
}

export interface GridFacts {
  id: number
  name: string
  regionId: number
  regionName: string
  regionNameEn: string
  households: number
  /** Of all its cells, inside or not. */
  peopleNight: number
}

interface People {
  day: number[]
  night: number[]
}

/** People by ring, each cell's by the share of its area inside; rounded once, at the end. */
export function peopleOf(cells: readonly Share[], rings: number): People {
  const sums = (of: (cell: Share) => number) =>
    Array.from({ length: rings }, (_, k) =>
      Math.round(cells.reduce((sum, cell) => sum + of(cell) * (cell.shares[k] ?? 0), 0)),
    )
  return { day: sums(cell => cell.peopleDay), night: sums(cell => cell.peopleNight) }
}

/** Households of the grids by the share of their people inside; null where no grid keeps any. */
export function householdsOf(
  cells: readonly Share[],
  { grids, ring }: { grids: readonly GridFacts[]; ring: number },
): number | null {
  if (grids.every(grid => grid.households === 0)) return null
  const inside = new Map<number | null, number>()
  for (const { gridId, peopleNight, shares } of cells)
    inside.set(gridId, (inside.get(gridId) ?? 0) + peopleNight * (shares[ring] ?? 0))
  const sum = grids.reduce(
    (total, { id, households, peopleNight }) =>
      peopleNight === 0 ? total : total + (households * (inside.get(id) ?? 0)) / peopleNight,
    0,
  )
  return Math.round(sum)
}

export interface Area {
  id: number | null
  name: string
  nameEn: string
  peopleDay: number[]
  peopleNight: number[]
}

/** People by grid or by village and ring, the most hit first; cells of no grid come together under no id. */
export function byArea(
  cells: readonly Share[],
  { grids, of }: { grids: readonly GridFacts[]; of: 'grid' | 'village' },
): Area[] {
  const byId = new Map(grids.map(grid => [grid.id, grid]))
  const groups = new Map<number | null, { facts: GridFacts | undefined; cells: Share[] }>()
  for (const cell of cells) {
    const facts = cell.gridId === null ? undefined : byId.get(cell.gridId)
    const key = (of === 'grid' ? facts?.id : facts?.regionId) ?? null
    const group = groups.get(key)
    if (group) group.cells.push(cell)
    else groups.set(key, { facts, cells: [cell] })
  }
  const rings = cells[0]?.shares.length ?? 0
  return [...groups]
    .map(([id, { facts, cells: mine }]) => {
      const people = peopleOf(mine, rings)
      const name = (of === 'grid' ? facts?.name : facts?.regionName) ?? ''
      const nameEn = of === 'grid' ? '' : (facts?.regionNameEn ?? '')
      return { id, name, nameEn, peopleDay: people.day, peopleNight: people.night }
    })
    .sort((a, b) => (b.peopleDay[0] ?? 0) - (a.peopleDay[0] ?? 0) || (a.id ?? 0) - (b.id ?? 0))
}
