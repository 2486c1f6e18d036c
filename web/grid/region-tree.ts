import type { Grid } from '../../server/grid/grid.ts'
import type { Region } from '../../server/region/region.ts'
import { isThematic } from './thematic.ts'

/** What a divided grid is folded by; no region has an id below zero. */
export const foldOf = ({ id }: Grid) => -id

/** What the heading of the thematic grids is folded by; no region has this id. */
export const THEMATIC = 0

/** A line of the tree: a region with what is below it, or a grid. */
export type TreeRow =
  | { kind: 'region'; depth: number; region: Region; grids: number; people: number; isOpen: boolean }
  | { kind: 'thematic'; grids: number; isOpen: boolean }
  | { kind: 'grid'; depth: number; grid: Grid; lower: number; isOpen: boolean }

export interface TreeLook {
  search: string
  closed: ReadonlySet<number>
}

/** Lines from the top down. A search keeps only grids that fit and the regions above them, all open. */
export function treeRows(regions: readonly Region[], grids: readonly Grid[], look: TreeLook): TreeRow[] {
  const words = look.search.trim().toLowerCase()
  const found = words ? grids.filter(grid => fits(grid, words)) : grids
  const kept = found.filter(grid => !isThematic(grid))
  const below = childrenOf(regions)
  const own = new Map<number, Grid[]>()
  for (const grid of kept) own.set(grid.regionId, [...(own.get(grid.regionId) ?? []), grid])
  const within = (region: Region): Grid[] => [
    ...(own.get(region.id) ?? []),
    ...(below.get(region.id) ?? []).flatMap(within),
  ]
  const lower = new Map<number, Grid[]>()
  for (const grid of kept) {
    const { parentId } = grid
    if (parentId !== null) lower.set(parentId, [...(lower.get(parentId) ?? []), grid])
  }
  const present = new Set(kept.map(({ id }) => id))
  const isTop = ({ parentId }: Grid) => parentId === null || !present.has(parentId)
  const gridRows = (grid: Grid, depth: number): TreeRow[] => {
    const under = lower.get(grid.id) ?? []
    const isOpen = words !== '' || !look.closed.has(foldOf(grid))
    const row: TreeRow = { kind: 'grid', depth, grid, lower: under.length, isOpen }
    return isOpen ? [row, ...under.flatMap(each => gridRows(each, depth + 1))] : [row]
  }
  const rowsOf = (region: Region, depth: number): TreeRow[] => {
    // A divided grid is what is in it: it is counted once, by those.
    const all = within(region).filter(grid => !lower.has(grid.id))
    if (words && all.length === 0) return []
    const isOpen = words !== '' || !look.closed.has(region.id)
    const people = all.reduce((sum, grid) => sum + grid.people, 0)
    const row: TreeRow = { kind: 'region', depth, region, grids: all.length, people, isOpen }
    if (!isOpen) return [row]
    return [
      row,
      ...(below.get(region.id) ?? []).flatMap(child => rowsOf(child, depth + 1)),
      ...(own.get(region.id) ?? []).filter(isTop).flatMap(grid => gridRows(grid, depth + 1)),
    ]
  }
  const over = found.filter(isThematic)
  return [...(below.get(null) ?? []).flatMap(town => rowsOf(town, 0)), ...thematicRows(over, look)]
}

/** Thematic grids have a heading of their own: their people are counted in the grids below them. */
function thematicRows(over: readonly Grid[], { search, closed }: TreeLook): TreeRow[] {
  if (over.length === 0) return []
  const isOpen = search.trim() !== '' || !closed.has(THEMATIC)
  const rows = isOpen
    ? over.map(grid => ({ kind: 'grid' as const, depth: 1, grid, lower: 0, isOpen: true }))
    : []
  return [{ kind: 'thematic', grids: over.length, isOpen }, ...rows]
}

function childrenOf(regions: readonly Region[]): Map<number | null, Region[]> {
  const known = new Set(regions.map(region => region.id))
  const below = new Map<number | null, Region[]>()
  for (const region of regions) {
    const parent = region.parentId !== null && known.has(region.parentId) ? region.parentId : null
    below.set(parent, [...(below.get(parent) ?? []), region])
  }
  return below
}

const fits = ({ name, code, lead, regionName }: Grid, words: string) =>
  [name, code, lead, regionName].some(text => text.toLowerCase().includes(words))

/** 138****2210: enough to recognise a number, too little to call it. */
export const masked = (phone: string): string =>
  phone.length < 7 ? phone.replace(/.(?=.{2})/g, '*') : `${phone.slice(0, 3)}****${phone.slice(-4)}`
