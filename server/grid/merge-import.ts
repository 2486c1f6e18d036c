import type { TransactionSql } from 'postgres'
import type { FaceAttributes, FaceShape, GridDraft, Importing } from './draft.ts'
import { attributesOf } from './draft-import.ts'
import { apart, filedCoverage, townGround } from './filed-coverage.ts'
import type { GridState, SeenGrids } from './grid.ts'
import { planImport, seenOf } from './plan-import.ts'

type FromFile = Pick<GridDraft, 'townId' | 'attributes'> & { imported: Importing }

/** What a file makes of the grids that its draft was laid over, and of the ones that are there now. */
export async function importSides(
  sql: TransactionSql,
  { townId, attributes, imported }: FromFile,
  was: GridState[],
): Promise<{ yours: FaceShape[]; merged: FaceShape[] }> {
  const filed = await filedCoverage(sql, townId, imported)
  const names = new Map(attributes.map(({ face, name }) => [face, name]))
  const shapeOf = ({ id, name, polygon }: Pick<GridState, 'id' | 'name' | 'polygon'>): FaceShape => ({
    face: id,
    name: names.get(id) ?? name,
    polygon,
  })
  const before = await planImport(apart(was), { townId, filed })
  const now = await planImport(await townGround(sql, townId), { townId, filed })
  const changed = new Set(seenOf(now, attributes).map(({ id }) => id))
  return {
    // The rest of the file lies beside the grids that the draft was to change.
    yours: before.after.filter(({ name }) => name !== '').map(shapeOf),
    merged: now.after.filter(({ id }) => id < 0 || changed.has(id)).map(shapeOf),
  }
}

/** A draft from a file on the grids as they are now: names that were given by hand stay. */
export async function rebaseImport(
  sql: TransactionSql,
  { townId, attributes, imported }: FromFile,
): Promise<{ attributes: FaceAttributes[]; seen: SeenGrids }> {
  const plan = await planImport(await townGround(sql, townId), {
    townId,
    filed: await filedCoverage(sql, townId, imported),
  })
  const faces = new Map((await attributesOf(sql, townId, plan)).map(given => [given.face, given]))
  const standing = new Set([...plan.after, ...plan.tiersAfter].map(({ id }) => id))
  for (const given of attributes) {
    if (standing.has(given.face)) faces.set(given.face, { ...faces.get(given.face), ...given })
  }
  const named = [...faces.values()]
  return { attributes: named, seen: seenOf(plan, named) }
}
