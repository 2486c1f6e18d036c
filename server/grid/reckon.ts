import type { TransactionSql } from 'postgres'
import { invalid, Refusal } from '../errors.ts'
import { lngLatOf } from '../region/rules/lattice.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import { boundsOf } from './find-surroundings.ts'
import type { GridLevel, SeenGrids } from './grid.ts'
import {
  type FaceGround,
  type GroundGrid,
  groundAround,
  type Outcome,
  type Proposal,
  tiersAbove,
} from './ground.ts'
import { checkedFace, coverageOf, facesOf } from './ground-coverage.ts'
import { nameFaces } from './name-faces.ts'
import { ofCoverage } from './of-coverage.ts'
import { reckonImport } from './reckon-import.ts'
import { reckonRestore } from './reckon-restore.ts'
import { reckonThematic } from './reckon-thematic.ts'
import type { Coverage } from './rules/coverage.ts'
import { reasons } from './rules/coverage-edit.ts'
import { isOuterMoved } from './rules/outer-change.ts'
import { type Replay, replay } from './rules/replay.ts'
import { sortOut, stillIn } from './sort-out.ts'

/**
 * What a proposal makes of the grids as they are now. Nothing is stored; whether the grids are still the ones that
 * were seen is asked elsewhere.
 * @throws Refusal `invalid` naming the edit, attribute or thematic grid at fault
 */
export async function reckon(sql: TransactionSql, proposal: Proposal): Promise<Outcome> {
  const outcome = await reckonCoverage(sql, proposal)
  return { ...outcome, thematic: await reckonThematic(sql, proposal, outcome) }
}

function reckonCoverage(sql: TransactionSql, proposal: Proposal): Promise<Outcome> {
  const { townId, restore, imported } = proposal
  if (restore) return reckonRestore(sql, { townId, restore })
  return imported ? reckonImport(sql, { ...proposal, imported }) : reckonEdits(sql, proposal)
}

async function reckonEdits(sql: TransactionSql, proposal: Proposal): Promise<Outcome> {
  const { townId, seen, attributes } = proposal
  const { ground, tiers, coverage, before, pathsBefore, done } = await redrawn(sql, proposal)
  const named = new Set(attributes.map(({ face }) => face))
  const isTouched = ({ id }: GroundGrid) => done.touched.has(id) || named.has(id)
  const touched = [...tiers, ...ground].filter(isTouched)
  refuseUnseen(touched, seen)
  const shapes = shapesAfter(coverage, { touched, done, known: [...ground, ...tiers] })
  const after = await nameFaces(sql, { proposal, after: shapes, divided: new Set(coverage.dividedIds) })
  const outcome = {
    ...sortOut({
      before: touched,
      after,
      gone: done.gone,
      coverage,
      wasDivided: new Set(tiers.map(({ id }) => id)),
    }),
    ...{ townId, isFiled: false, made: [...done.made.keys()], revived: [], gone: done.gone },
  }
  const all = [...ground.filter(({ id }) => coverage.has(id) && !after.has(id)), ...outcome.after.values()]
  return {
    ...outcome,
    still: stillIn(outcome, { ground, coverage, pathsBefore }),
    rings: { before, after: facesOf(coverage, all) },
    thematic: { drawn: [], redrawn: [], retired: [] },
  }
}

interface Redrawn {
  ground: GroundGrid[]
  tiers: GroundGrid[]
  /** As the edits leave it. */
  coverage: Coverage
  before: FaceGround[]
  pathsBefore: Map<number, number[]>
  done: Replay
}

/** Does the edits on the grids that they can reach. What an outer boundary moved over is reached as well. */
async function redrawn(
  sql: TransactionSql,
  proposal: Proposal,
  also: readonly number[] = [],
): Promise<Redrawn> {
  const { townId, edits, seen } = proposal
  const ground = await groundAround(sql, { townId, edits, seen, also })
  const tiers = await tiersAbove(sql, ground)
  const coverage = coverageOf(ground, tiers)
  coverage.constrain(await boundsOf(sql, townId), { isPart: true })
  const before = facesOf(coverage, ground)
  const pathsBefore = new Map(ground.map(({ id }) => [id, coverage.pathOf(id)]))
  const done = replayed(coverage, edits)
  if (also.length === 0) {
    const now = coverage.faceIds.map(id => coverage.ringsOf(id))
    const isMoved = isOuterMoved(
      before.map(({ rings }) => rings),
      now,
    )
    const missed = isMoved ? await gridsUnder(sql, { townId, ground, coverage, done }) : []
    if (missed.length > 0) return redrawn(sql, proposal, missed)
  }
  return { ground, tiers, coverage, before, pathsBefore, done }
}

/** Grids of the town that were not thought of and lie where changed faces now are. */
async function gridsUnder(
  sql: TransactionSql,
  { townId, ground, coverage, done }: Pick<Redrawn, 'ground' | 'coverage' | 'done'> & { townId: number },
): Promise<number[]> {
  const faces = [...done.touched, ...done.made.keys()].flatMap(id => coverage.facesUnder(id))
  const shapes = [...new Set(faces)].map(id => JSON.stringify(coverage.polygonOf(id)))
  const rows = await sql<{ id: number }[]>`
    select distinct g.id from unnest(${shapes}::text[]) as n (shape)
    join grids g on g.geom && ST_SetSRID(ST_GeomFromGeoJSON(n.shape), 4326)
    where g.town_id = ${townId} and g.id <> all(${ground.map(({ id }) => id)}::int[]) and ${ofCoverage(sql, 'g')}
    order by g.id`
  return rows.map(({ id }) => id)
}

/** Does every edit or none. */
function replayed(coverage: Coverage, edits: readonly BoundaryEdit[]): Replay {
  const done = replay(coverage, edits)
  if (!('fault' in done)) return done
  const { index, reason, at } = done.fault
  const errors = [{ path: `edits.${index}`, message: reason }]
  throw new Refusal('invalid', reason, { errors, details: { at: lngLatOf(at) } })
}

/** The grids that are there after, still with what they were called; divided ones as the outline of what is in them. */
function shapesAfter(
  coverage: Coverage,
  { touched, done, known }: { touched: GroundGrid[]; done: Replay; known: GroundGrid[] },
): GroundGrid[] {
  const grids = new Map(known.map(grid => [grid.id, grid]))
  const levelOf = (id: number): GridLevel => {
    const [grid, above] = [grids.get(id), coverage.aboveOf(id)]
    if (grid && grid.parentId === above) return grid.level
    const origin = grids.get(done.made.get(id) ?? 0)
    if (above === null) return origin?.parentId == null ? (origin?.level ?? 'first') : 'first'
    return lowerLevel(levelOf(above))
  }
  const kept = touched
    .filter(({ id }) => !done.gone.has(id))
    .map(grid => ({ ...grid, parentId: coverage.aboveOf(grid.id), level: levelOf(grid.id) }))
  const made = [...done.made].flatMap(([face, from]): GroundGrid[] => {
    const origin = grids.get(from)
    if (!origin) return []
    const [lowest = face] = coverage.facesUnder(face)
    const regionId = coverage.parentOf(lowest) ?? origin.regionId
    const [parentId, level] = [coverage.aboveOf(face), levelOf(face)]
    const own = {
      id: face,
      parentId,
      level,
      regionId,
      code: '',
      households: 0,
      lead: '',
      phone: '',
      version: 1,
    }
    return [{ ...origin, ...own }]
  })
  return [...kept, ...made].map(grid => {
    const isOutline = coverage.isDivided(grid.id) && grid.id > 0
    return isOutline ? grid : { ...grid, polygon: checkedFace(coverage.polygonOf(grid.id), grid.name) }
  })
}

/** @throws Refusal `invalid` below micro grids */
function lowerLevel(level: GridLevel): GridLevel {
  const lower = ({ first: 'second', second: 'micro' } as const)[level as 'first']
  if (!lower) throw invalid('edits', reasons.deepest)
  return lower
}

function refuseUnseen(touched: readonly GroundGrid[], seen: SeenGrids): void {
  const known = new Set(seen.map(({ id }) => id))
  const unseen = touched.find(({ id }) => !known.has(id))
  if (unseen) throw invalid('seen', unseenWords(unseen))
}

const unseenWords = ({ name }: GroundGrid) => ({
  zh: `改动涉及 ${name}，但没有给出它的版本；请重新载入网格后再保存`,
  en: `The edits touch ${name}, whose version was not given; load the grids again and save`,
})
