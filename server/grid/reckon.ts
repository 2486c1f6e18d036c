import type { TransactionSql } from 'postgres'
import { invalid, Refusal } from '../errors.ts'
import { lngLatOf } from '../region/rules/lattice.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import type { SeenGrids } from './grid.ts'
import { type GroundGrid, groundAround, type Outcome, type Proposal } from './ground.ts'
import { checkedFace, coverageOf, facesOf } from './ground-coverage.ts'
import { nameFaces } from './name-faces.ts'
import { reckonImport } from './reckon-import.ts'
import { reckonRestore } from './reckon-restore.ts'
import { reckonThematic } from './reckon-thematic.ts'
import type { Coverage } from './rules/coverage.ts'
import { type Replay, replay } from './rules/replay.ts'

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
  const { townId, edits, seen, attributes } = proposal
  const ground = await groundAround(sql, { townId, edits, seen })
  const coverage = coverageOf(ground)
  const before = facesOf(coverage, ground)
  const done = replayed(coverage, edits)
  const named = new Set(attributes.map(({ face }) => face))
  const touched = ground.filter(({ id }) => done.touched.has(id) || named.has(id))
  refuseUnseen(touched, seen)
  const after = await nameFaces(sql, { proposal, after: shapesAfter(coverage, { touched, done, ground }) })
  const changed = touched.filter(grid => after.has(grid.id) && !isSame(grid, after.get(grid.id)))
  const standing = [...changed.map(({ id }) => id), ...done.made.keys()]
  const all = [...ground.filter(({ id }) => !done.gone.has(id) && !after.has(id)), ...after.values()]
  return {
    townId,
    before: new Map(
      [...changed, ...touched.filter(({ id }) => done.gone.has(id))].map(grid => [grid.id, grid]),
    ),
    after: new Map(standing.flatMap(id => pair(after.get(id)))),
    made: [...done.made.keys()],
    revived: [],
    gone: done.gone,
    rings: { before, after: facesOf(coverage, all) },
    thematic: { drawn: [], redrawn: [], retired: [] },
  }
}

/** Does every edit or none. */
function replayed(coverage: Coverage, edits: readonly BoundaryEdit[]): Replay {
  const done = replay(coverage, edits)
  if (!('fault' in done)) return done
  const { index, reason, at } = done.fault
  const errors = [{ path: `edits.${index}`, message: reason }]
  throw new Refusal('invalid', reason, { errors, details: { at: lngLatOf(at) } })
}

/** The faces that are there after, still with what they were called. */
function shapesAfter(
  coverage: Coverage,
  { touched, done, ground }: { touched: GroundGrid[]; done: Replay; ground: GroundGrid[] },
): GroundGrid[] {
  const kept = touched.filter(({ id }) => !done.gone.has(id))
  const origins = new Map(ground.map(grid => [grid.id, grid]))
  const made = [...done.made].flatMap(([face, from]): GroundGrid[] => {
    const origin = origins.get(from)
    if (!origin) return []
    const regionId = coverage.parentOf(face) ?? origin.regionId
    return [{ ...origin, id: face, regionId, code: '', households: 0, lead: '', phone: '', version: 1 }]
  })
  return [...kept, ...made].map(grid => ({
    ...grid,
    polygon: checkedFace(coverage.polygonOf(grid.id), grid.name),
  }))
}

const pair = (grid: GroundGrid | undefined): [number, GroundGrid][] => (grid ? [[grid.id, grid]] : [])
const isSame = (a: GroundGrid, b: GroundGrid | undefined) =>
  JSON.stringify(a) === JSON.stringify({ ...a, ...b })

function refuseUnseen(touched: readonly GroundGrid[], seen: SeenGrids): void {
  const known = new Set(seen.map(({ id }) => id))
  const unseen = touched.find(({ id }) => !known.has(id))
  if (unseen) throw invalid('seen', unseenWords(unseen))
}

const unseenWords = ({ name }: GroundGrid) => ({
  zh: `改动涉及 ${name}，但没有给出它的版本；请重新载入网格后再保存`,
  en: `The edits touch ${name}, whose version was not given; load the grids again and save`,
})
