import { Refusal } from '../errors.ts'
import type { Polygon } from '../region/place.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import type { FaceGround, GroundGrid } from './ground.ts'
import { buildCoverage } from './rules/build-coverage.ts'
import type { Coverage } from './rules/coverage.ts'

export function coverageOf(ground: readonly GroundGrid[]): Coverage {
  const { coverage } = buildCoverage([...ground])
  coverage.setParents(new Map(ground.map(({ id, regionId }) => [id, regionId])))
  return coverage
}

export const facesOf = (coverage: Coverage, ground: readonly GroundGrid[]): FaceGround[] =>
  ground.map(({ id, regionId, parentId }) => ({ regionId, parentId, rings: coverage.ringsOf(id) }))

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
