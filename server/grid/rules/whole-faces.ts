import type { Common } from './match-faces.ts'

interface Laying {
  present: readonly { code: string; tiers?: readonly number[] }[]
  file: readonly { code: string }[]
  tiers: readonly { code: string }[]
  common: Common
  /** Twice the area of each face, first those of the file, then the present ones. */
  areas: readonly bigint[]
}

interface Likeness {
  face: number
  tier: number
  share: number
}

/** Faces of a file that stand for a divided grid as a whole, not for one of those that lie in it. */
export class Wholes {
  /** The divided grid of each such face, by its place in the list. */
  readonly tiers = new Map<number, number>()
  readonly #lower: readonly (readonly number[])[]
  readonly #standing: ReadonlySet<number>

  constructor(laying: Laying) {
    this.#lower = laying.present.map(({ tiers = [] }) => tiers)
    const taken = new Set<number>()
    for (const { face, tier } of likenesses(laying)) {
      if (this.tiers.has(face) || taken.has(tier)) continue
      this.tiers.set(face, tier)
      taken.add(tier)
    }
    this.#standing = taken
  }

  get count(): number {
    return this.tiers.size
  }

  isWhole = (face: number): boolean => this.tiers.has(face)

  /** Whether a present grid lies in a divided one that the file has as a whole. */
  isIn = (grid: number): boolean => this.#lower[grid]?.some(tier => this.#standing.has(tier)) ?? false

  /** Whether a present grid lies in the one that a face stands for. */
  hasLower(face: number, grid: number | undefined): grid is number {
    const tier = this.tiers.get(face)
    return grid !== undefined && tier !== undefined && (this.#lower[grid]?.includes(tier) ?? false)
  }
}

/** Faces with the divided grid that they are more like than any lower grid, by code or else by ground, most alike first. */
function likenesses({ present, file, tiers, common, areas }: Laying): Likeness[] {
  if (tiers.length === 0) return []
  const sizes = tiers.map(() => 0n)
  for (const [i, grid] of present.entries()) {
    for (const tier of grid.tiers ?? []) sizes[tier] = (sizes[tier] ?? 0n) + areaOf(areas, file.length + i)
  }
  return [...common]
    .flatMap(([face, row]): Likeness[] => {
      const whole = areaOf(areas, face)
      const shared = new Map<number, bigint>()
      let likest = 0
      for (const [grid, area] of row) {
        if (file[face]?.code !== '' && present[grid]?.code === file[face]?.code) return []
        likest = Math.max(likest, shareOf(area, whole, areaOf(areas, file.length + grid)))
        for (const tier of present[grid]?.tiers ?? []) shared.set(tier, (shared.get(tier) ?? 0n) + area)
      }
      return [...shared].flatMap(([tier, area]): Likeness[] => {
        const isNamed = file[face]?.code !== '' && tiers[tier]?.code === file[face]?.code
        const share = isNamed ? 2 : shareOf(area, whole, sizes[tier] ?? 0n)
        return share > likest && share >= leastAlike ? [{ face, tier, share }] : []
      })
    })
    .sort((a, b) => b.share - a.share || a.face - b.face || a.tier - b.tier)
}

const leastAlike = 0.5
const areaOf = (areas: readonly bigint[], face: number) => areas[face] ?? 0n

/** What two have in common of what they have together, 0 to 1. */
const shareOf = (common: bigint, a: bigint, b: bigint): number => Number(common) / Number(a + b - common)
