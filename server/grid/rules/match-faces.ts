/** Common ground of faces of a file with present grids, as twice the area on the lattice. */
export type Common = Map<number, Map<number, bigint>>

interface Coded {
  code: string
  isApart?: boolean
}

/**
 * Which present grid each face of a file is: the one with its code where both lie on common ground, else the one
 * with most common ground, largest first. Less than a tenth of what either has in common with anything is no match.
 */
export function matched({
  present,
  file,
  common,
}: {
  present: readonly Coded[]
  file: readonly Coded[]
  common: Common
}): Map<number, number> {
  const found = new Map<number, number>()
  const taken = new Set<number>()
  const match = (face: number, grid: number) => {
    if (found.has(face) || taken.has(grid) || file[face]?.isApart || present[grid]?.isApart) return
    found.set(face, grid)
    taken.add(grid)
  }
  const byCode = new Map(present.map(({ code }, grid) => [code, grid]))
  for (const [face, { code }] of file.entries()) {
    const grid = code === '' ? undefined : byCode.get(code)
    if (grid !== undefined && common.get(face)?.has(grid)) match(face, grid)
  }
  const whole = sumsOf(common)
  const pairs = [...common].flatMap(([face, row]) => [...row].map(([grid, area]) => ({ face, grid, area })))
  pairs.sort(
    (p, q) => Number(q.area > p.area) - Number(q.area < p.area) || p.face - q.face || p.grid - q.grid,
  )
  for (const { face, grid, area } of pairs) {
    const [ofFace, ofGrid] = [whole.faces.get(face) ?? 0n, whole.grids.get(grid) ?? 0n]
    if (area * 10n >= (ofFace < ofGrid ? ofFace : ofGrid)) match(face, grid)
  }
  return found
}

function sumsOf(common: Common): { faces: Map<number, bigint>; grids: Map<number, bigint> } {
  const sums = { faces: new Map<number, bigint>(), grids: new Map<number, bigint>() }
  for (const [face, row] of common) {
    for (const [grid, area] of row) {
      sums.faces.set(face, (sums.faces.get(face) ?? 0n) + area)
      sums.grids.set(grid, (sums.grids.get(grid) ?? 0n) + area)
    }
  }
  return sums
}
