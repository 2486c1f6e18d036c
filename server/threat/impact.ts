import { allow } from '../account/rules/rights.ts'
import { type Context, read, type Inside as Transaction } from '../context.ts'
import type { MultiPolygon } from '../region/place.ts'
import { loadThreat } from './find.ts'
import { type CellShare, loadGrids, loadShares } from './find-cells.ts'
import { loadThings, type Thing } from './find-things.ts'
import { boundsOf } from './place.ts'
import { reckonOrRefuse, terrainFor } from './preview.ts'
import { roadsInside } from './roads-inside.ts'
import { Inside } from './rules/inside.ts'
import { needsOf, needsSource } from './rules/needs.ts'
import { byArea, householdsOf, peopleOf } from './rules/tally.ts'
import type { Impact, RingImpact, ThreatQuestion, ThreatRing } from './threat.ts'

/** Cells that are told one by one; totals hold all of them. */
const mostCells = 3000

interface Asked {
  townId: number
  night: boolean
  rings: readonly Pick<ThreatRing, 'key' | 'polygon'>[]
}

/**
 * Who and what would be hit; nothing is stored.
 * @throws Refusal `forbidden`, `missing`, `invalid` (inputs the model does not hold for)
 */
export async function findImpact(context: Context, question: ThreatQuestion): Promise<Impact> {
  const bounds = await read(context, inside => {
    allow(inside.actor, 'region.read', { world: inside.world, townId: question.townId })
    return boundsOf(inside, question)
  })
  const { rings } = await reckonOrRefuse(question, await terrainFor(question, bounds))
  const asked = { townId: question.townId, night: question.weather.night, rings }
  return withRoads(asked, await read(context, inside => impactOf(inside, asked)))
}

/** Who and what lies in a kept consequence zone now. @throws Refusal `missing`, `forbidden` */
export async function findImpactOf(context: Context, id: number): Promise<Impact> {
  const found = await read(context, async inside => {
    const threat = await loadThreat(inside.sql, id)
    allow(inside.actor, 'region.read', { world: inside.world, townId: threat.townId })
    const asked = { townId: threat.townId, night: threat.weather.night, rings: threat.result.rings }
    return { asked, impact: await impactOf(inside, asked) }
  })
  return withRoads(found.asked, found.impact)
}

type WithoutRoads = Impact

async function impactOf({ sql }: Transaction, { townId, night, rings }: Asked): Promise<WithoutRoads> {
  const areas = rings.map(ring => new Inside(ring.polygon))
  const outer = rings[0]?.polygon ?? nowhere
  const shares = await loadShares(sql, { townId, rings: rings.map(ring => ring.polygon) })
  const grids = await loadGrids(sql, townId, [...new Set(shares.flatMap(({ gridId }) => gridId ?? []))])
  const things = await loadThings(sql, townId, boxOf(outer, areas[0]))
  const inside = sorted(things, { areas, rings })
  const people = peopleOf(shares, rings.length)
  const totals = rings.map(({ key }, k): RingImpact => {
    const within = (list: readonly Placed[]) => list.filter(({ rank }) => rank >= k)
    const targets = within(inside.targets)
    return {
      key,
      peopleDay: people.day[k] ?? 0,
      peopleNight: people.night[k] ?? 0,
      cells: shares.filter(cell => (cell.shares[k] ?? 0) > 0).length,
      households: householdsOf(shares, { grids, ring: k }),
      schools: targets.filter(({ kind }) => kind === 'school' || kind === 'kindergarten').length,
      hospitals: targets.filter(({ kind }) => kind === 'hospital').length,
      targets: targets.length,
      shelters: within(inside.shelters).length,
      hazards: within(inside.hazards).length,
      responders: within(inside.responders).length,
      roads: [],
      roadMeters: 0,
    }
  })
  const most = (night ? people.night : people.day)[0] ?? 0
  return {
    rings: totals,
    villages: byArea(shares, { grids, of: 'village' }),
    grids: byArea(shares, { grids, of: 'grid' }),
    cells: shares.slice(0, mostCells).map(toldCell),
    moreCells: Math.max(0, shares.length - mostCells),
    targets: inside.targets.map(told),
    shelters: inside.shelters.map(told),
    hazards: inside.hazards.map(told),
    responders: inside.responders.map(told),
    needs: { people: most, night, verified: needsSource.verified, rows: needsOf(most) },
  }
}

const nowhere: MultiPolygon = { type: 'MultiPolygon', coordinates: [] }
const boxOf = (outer: MultiPolygon, area: Inside | undefined) =>
  outer.coordinates.length > 0 && area ? area.bounds : null

/** Roads come from the memory of the process, after the transaction. */
async function withRoads({ townId, rings }: Asked, impact: WithoutRoads): Promise<Impact> {
  const lengths = await roadsInside(
    townId,
    rings.map(ring => ring.polygon),
  )
  return { ...impact, rings: impact.rings.map((ring, k) => ({ ...ring, ...lengths[k] })) }
}

interface Placed extends Thing {
  ring: string
  /** Of the innermost ring that holds it. */
  rank: number
}

interface Measures {
  areas: readonly Inside[]
  rings: Asked['rings']
}

function sorted(things: Awaited<ReturnType<typeof loadThings>>, { areas, rings }: Measures) {
  const placed = (list: readonly Thing[]): Placed[] =>
    list
      .flatMap(thing => {
        const rank = areas.findLastIndex(area => area.holds(thing.lngLat))
        return rank < 0 ? [] : [{ ...thing, rank, ring: rings[rank]?.key ?? '' }]
      })
      .sort((a, b) => b.rank - a.rank || a.id - b.id)
  return {
    targets: placed(things.targets),
    shelters: placed(things.shelters),
    hazards: placed(things.hazards),
    responders: placed(things.responders),
  }
}

const told = ({ rank: _, ...thing }: Placed) => thing
const toldCell = ({ id, code, gridId, shares, peopleDay, peopleNight }: CellShare) => ({
  id,
  code,
  gridId,
  shares: shares.map(share => Math.round(share * 1e6) / 1e6),
  peopleDay,
  peopleNight,
})
