import { aside } from '../boundary/aside.ts'
import { levelOf, lowerLevel } from '../boundary/rules/grid-tree.ts'
import { invalid } from '../errors.ts'
import type { Polygon } from '../region/place.ts'
import type { FaceAttributes } from './draft.ts'
import type { Filed, FiledFace, TownGround } from './filed-coverage.ts'
import type { SeenGrids } from './grid.ts'
import type { GroundGrid } from './ground.ts'
import { checkedFace } from './ground-coverage.ts'
import { reasons } from './rules/coverage-edit.ts'
import type { ImportedCoverage } from './rules/import-coverage.ts'
import { Tiers } from './rules/tiers.ts'

/** What a file makes of the present grids, before anybody named the faces otherwise. */
export interface ImportPlan extends TownGround {
  /** Grids that are drawn otherwise or stand for a face of the file, and new ones (below zero: their place in the file). */
  after: GroundGrid[]
  /** Every divided grid that is there after; a made one has no shape yet. */
  tiersAfter: GroundGrid[]
  made: number[]
  gone: Map<number, number>
  /** The row of the file behind each face and each divided grid after. */
  filed: Map<number, FiledFace>
}

/**
 * Lays a file over grids, in the thread of boundary files. The same grids and file give the same faces with the same
 * numbers.
 *
 * A file that says who lies in whom gives its grids their place; one that does not leaves every grid in the one that it
 * lies in, also where it has a divided grid as a whole.
 * @throws Refusal `busy`, `invalid` when it takes too long or a grid would lie too deep
 */
export async function planImport(
  ground: TownGround,
  { townId, filed }: { townId: number; filed: Filed },
): Promise<ImportPlan> {
  const laid = await aside.lay(layJob(ground, filed))
  return new Planning(ground, { townId, filed }).plan(laid)
}

function layJob({ present, tiers }: TownGround, { faces, tiers: over, saysLevels }: Filed) {
  const divided = new Set(tiers.map(({ code }) => code))
  const dividing = new Set(over.map(({ code }) => code))
  const [placeOf, parents] = [new Map(tiers.map(({ id }, i) => [id, i])), tiersOf([...present, ...tiers])]
  return {
    present: present.map(({ id, code, polygon }) => ({
      ...{ code, polygon, isApart: dividing.has(code) },
      tiers: parents.pathOf(id).flatMap(tier => placeOf.get(tier) ?? []),
    })),
    file: faces.map(({ code, polygon }) => ({ code, polygon, isApart: saysLevels && divided.has(code) })),
    tiers: saysLevels ? [] : tiers.map(({ code }) => ({ code })),
  }
}

function tiersOf(grids: readonly GroundGrid[]): Tiers {
  const tiers = new Tiers()
  for (const { id, parentId } of grids) tiers.set(id, parentId)
  return tiers
}

class Planning {
  readonly #ground: TownGround
  readonly #filed: Filed
  readonly #townId: number
  readonly #byCode: ReadonlyMap<string, GroundGrid>
  readonly #plan: ImportPlan

  constructor(ground: TownGround, { townId, filed }: { townId: number; filed: Filed }) {
    this.#ground = ground
    this.#filed = filed
    this.#townId = townId
    this.#byCode = new Map([...ground.present, ...ground.tiers].map(grid => [grid.code, grid]))
    this.#plan = { ...ground, after: [], tiersAfter: [], made: [], gone: new Map(), filed: new Map() }
  }

  plan({ faces, gone, wholes }: ImportedCoverage): ImportPlan {
    const plan = this.#plan
    const over = this.#overs()
    this.#takeFaces(faces, over)
    const heirs = new Map(
      [...gone].map(([place, heir]) => [place, heir === null ? 0 : (plan.after[heir]?.id ?? 0)]),
    )
    const standing = this.#settleTiers(over, new Set(gone.keys()))
    for (const [place, heir] of heirs) {
      const grid = this.#ground.present[place]
      if (grid && !standing.has(grid.id)) plan.gone.set(grid.id, heir)
    }
    const faceIds = new Set(plan.after.map(({ id }) => id))
    const lower = tiersOf([...this.#ground.present, ...this.#ground.tiers])
    for (const { id } of this.#ground.tiers) {
      if (standing.has(id) || faceIds.has(id)) continue
      const place = this.#ground.present.findIndex(grid => grid.id === lower.facesUnder(id)[0])
      const first = this.#ground.present[place]?.id ?? 0
      plan.gone.set(id, heirs.get(place) ?? first)
    }
    for (const [face, tier] of wholes) {
      const [grid, source] = [this.#ground.tiers[tier], this.#filed.faces[face]]
      if (grid && source) plan.filed.set(grid.id, source)
    }
    return plan
  }

  /** The divided grids of the file by their code, present ones with what they are, others made. */
  #overs(): Map<string, GroundGrid> {
    const { faces, tiers, saysLevels } = this.#filed
    if (!saysLevels) return new Map()
    const over = new Map<string, GroundGrid>()
    for (const [i, source] of tiers.entries()) {
      const known = this.#byCode.get(source.code)
      const made = { id: -faces.length - i - 1, regionId: source.regionId ?? 0, polygon: source.polygon }
      const grid = known ?? { ...this.#nothing(), ...made, level: levelOf(source.level) ?? 'first' }
      if (!known) this.#plan.made.push(grid.id)
      this.#plan.filed.set(grid.id, source)
      over.set(source.code, grid)
    }
    return over
  }

  #takeFaces(faces: ImportedCoverage['faces'], over: ReadonlyMap<string, GroundGrid>): void {
    const { present, tiers } = this.#ground
    const plan = this.#plan
    // Numbers do not depend on the present grids, so that names given to made faces outlive a merge.
    let left = -this.#filed.faces.length - this.#filed.tiers.length - 1
    for (const { present: place, file, origin, polygon } of faces) {
      const source = file === null ? undefined : this.#filed.faces[file]
      const whole =
        this.#filed.saysLevels && source?.code ? tiers.find(({ code }) => code === source.code) : undefined
      const kept = whole ?? (place === null ? undefined : present[place])
      const from = origin === null ? undefined : present[origin]
      const grid = kept ?? {
        ...(from ?? this.#nothing()),
        ...this.#fresh(file === null ? left-- : -file - 1),
      }
      if (!kept) plan.made.push(grid.id)
      if (source) plan.filed.set(grid.id, source)
      // What comes back from the thread is another object even where nothing changed.
      const isKept = kept !== undefined && JSON.stringify(polygon) === JSON.stringify(kept.polygon)
      const drawn = isKept ? kept.polygon : checkedFace(polygon, grid.name, 'imported')
      plan.after.push(this.#placed({ ...grid, polygon: drawn }, { source, over }))
    }
  }

  #fresh = (id: number) => ({ id, code: '', households: 0, lead: '', phone: '', version: 1 })

  /** Ground that no grid had: of the town itself, until somebody says of which village. */
  #nothing = (): GroundGrid => ({
    ...this.#fresh(0),
    ...{ regionId: this.#townId, parentId: null, level: 'first', name: '', polygon: nowhere },
  })

  /** A grid in the one that its row names, if the file says such things. */
  #placed(
    grid: GroundGrid,
    { source, over }: { source: FiledFace | undefined; over: ReadonlyMap<string, GroundGrid> },
  ): GroundGrid {
    if (!source || !this.#filed.saysLevels) return grid
    const above = source.above === '' ? undefined : (over.get(source.above) ?? this.#byCode.get(source.above))
    const said = levelOf(source.level)
    if (!above)
      return { ...grid, parentId: null, level: said ?? (grid.parentId === null ? grid.level : 'first') }
    return { ...grid, parentId: above.id }
  }

  /** The divided grids that have something in them after, each with the level and village that it gives what is in it. */
  #settleTiers(over: ReadonlyMap<string, GroundGrid>, gone: ReadonlySet<number>): Set<number> {
    const plan = this.#plan
    const rows = new Map(
      [...over.values()].map(grid => [
        grid.id,
        this.#placed(grid, { source: plan.filed.get(grid.id), over }),
      ]),
    )
    const known = new Map([...this.#ground.tiers, ...rows.values()].map(grid => [grid.id, grid]))
    const replaced = new Set(plan.after.map(({ id }) => id))
    const stays = ({ id }: GroundGrid) => !replaced.has(id) && !rows.has(id)
    const faces = [
      ...plan.after,
      ...this.#ground.present.filter((grid, place) => stays(grid) && !gone.has(place)),
    ]
    const standing = new Map<number, GroundGrid>()
    const stand = (id: number | null): GroundGrid | undefined => {
      const grid = id === null ? undefined : known.get(id)
      if (!grid || standing.has(grid.id)) return id === null ? undefined : standing.get(id)
      const placed = within(grid, stand(grid.parentId))
      standing.set(grid.id, placed)
      return placed
    }
    const origins = new Map(faces.map(({ parentId, regionId }) => [parentId, regionId]))
    for (const grid of rows.values()) {
      if (grid.regionId === 0) known.set(grid.id, { ...grid, regionId: origins.get(grid.id) ?? this.#townId })
    }
    for (const { parentId } of faces) stand(parentId)
    plan.after = plan.after.map(grid =>
      within(grid, grid.parentId === null ? undefined : standing.get(grid.parentId)),
    )
    plan.tiersAfter = [...standing.values()]
    return new Set(standing.keys())
  }
}

/** @throws Refusal `invalid` below micro grids */
function within(grid: GroundGrid, above: GroundGrid | undefined): GroundGrid {
  if (!above) return grid
  const level = above.level === 'thematic' ? null : lowerLevel(above.level)
  if (!level) throw invalid('imported', reasons.deepest)
  return grid.level === level && grid.regionId === above.regionId
    ? grid
    : { ...grid, level, regionId: above.regionId }
}

const nowhere: Polygon = { type: 'Polygon', coordinates: [] }

/** Grids that an import changes or ends, at the version that it was laid over. */
export function seenOf(
  { present, tiers, after, tiersAfter, gone }: ImportPlan,
  attributes: readonly FaceAttributes[],
): SeenGrids {
  const was = new Map([...present, ...tiers].map(grid => [grid.id, grid]))
  const wasDivided = new Set(tiers.map(({ id }) => id))
  const named = new Set(attributes.map(({ face }) => face))
  const isOther = (grid: GroundGrid, isDivided: boolean) => {
    const old = was.get(grid.id)
    const keys = ['parentId', 'level', 'regionId'] as const
    const isDrawn = !isDivided && old?.polygon !== grid.polygon
    return isDrawn || wasDivided.has(grid.id) !== isDivided || keys.some(key => old?.[key] !== grid[key])
  }
  const changed = [
    ...after.filter(grid => named.has(grid.id) || isOther(grid, false)),
    ...tiersAfter.filter(grid => named.has(grid.id) || isOther(grid, true)),
  ].map(({ id }) => id)
  return [...new Set([...changed, ...gone.keys()])]
    .filter(id => id > 0)
    .sort((a, b) => a - b)
    .map(id => ({ id, version: was.get(id)?.version ?? 1 }))
}
