import { Refusal } from '../errors.ts'
import type { Polygon } from '../region/place.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import type { FaceGround, GroundGrid } from './ground.ts'
import { buildCoverage } from './rules/build-coverage.ts'
import type { Coverage } from './rules/coverage.ts'

/** The faces with their villages and with the divided grids that they lie in. */
export function coverageOf(ground: readonly GroundGrid[], tiers: readonly GroundGrid[]): Coverage {
  const { coverage } = buildCoverage([...ground])
  coverage.setParents(new Map(ground.map(({ id, regionId }) => [id, regionId])))
  coverage.setAbove([...tiers, ...ground].map(({ id, parentId }) => [id, parentId] as const))
  return coverage
}

/** Only grids that somebody saw, faces and divided ones; villages are left out, since not all of their grids are there. */
export function seenCoverage(
  seen: readonly Pick<GroundGrid, 'id' | 'level' | 'parentId' | 'polygon'>[],
): Coverage {
  const held = seen.filter(({ level }) => level !== 'thematic')
  const divided = new Set(held.map(({ parentId }) => parentId))
  const { coverage } = buildCoverage(held.filter(({ id }) => !divided.has(id)))
  coverage.setAbove(held.map(({ id, parentId }) => [id, parentId] as const))
  return coverage
}

export const facesOf = (
  coverage: Coverage,
  ground: readonly Pick<GroundGrid, 'id' | 'regionId'>[],
): FaceGround[] =>
  ground.map(({ id, regionId }) => ({
    regionId,
    tiers: [id, ...coverage.pathOf(id)],
    rings: coverage.ringsOf(id),
  }))

/** @throws Refusal `invalid` at the field, saying where on the map */
export function checkedFace(polygon: Polygon, name: string, at = 'edits'): Polygon {
  const checked = checkPolygon(polygon, at)
  if (checked.valid) return checked.polygon
  const { path, message, at: where } = checked
  const words = { zh: `${name}：${message.zh}`, en: `${name}: ${message.en}` }
  throw new Refusal('invalid', words, {
    errors: [{ path, message: words }],
    details: where ? { at: where } : {},
  })
}
