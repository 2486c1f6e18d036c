import { type Context, read } from '../context.ts'
import { readIncident } from '../incident/find.ts'
import type { Incident } from '../incident/incident.ts'
import type { LineString } from '../region/place.ts'
import { type Avoid, NOTHING_TO_AVOID, type Travel } from '../road/road.ts'
import type { Candidate, Need, NeedAnswer, Recommendation, RecommendationInput } from './dispatch.ts'
import { type Force, loadForce, loadStores, type Store } from './find-force.ts'
import { loadAvoid } from './find-obstacles.ts'
import { type Chosen, choose, fits, isReachable } from './rules/choose.ts'
import { drawStock } from './rules/draw-stock.ts'
import { shortfall, stockShortfall } from './rules/shortfall.ts'
import { supplyVehicle, vehicleOf } from './rules/vehicle.ts'
import { type Leg, type Ways, waysOf } from './ways.ts'

/** The town at one moment, as far as the needs concern it. */
interface Picture {
  incident: Incident
  force: Force[]
  stores: Store[]
  avoid: Avoid
  at: Date
}

interface Reckoned extends Picture {
  ways: Ways
  /** The same journeys with nothing to avoid. */
  direct: Ways
  chosen: Chosen
  routes: ReadonlyMap<number, LineString>
}

/**
 * Who could go to an incident and when they would be there, for all needs together. Dispatches nothing.
 * @throws Refusal `missing`, `forbidden`
 */
export async function recommend(
  context: Context,
  incidentId: number,
  input: RecommendationInput,
): Promise<Recommendation> {
  const startedAt = performance.now()
  const picture = await look(context, incidentId, input.needs)
  const reckoned = await reckon(picture, input)
  const { ways, direct, avoid, chosen } = reckoned
  return {
    incidentId,
    at: picture.at.toISOString(),
    engine: ways.engine,
    needs: input.needs.map((need, index) =>
      need.kind === 'supply' ? supplyAnswer(need, reckoned) : responderAnswer(need, index, reckoned),
    ),
    avoided: { closures: avoid.closures.length, zones: avoid.zones.length },
    soonerSeconds: chosen.soonerSeconds,
    elapsed: {
      totalMs: performance.now() - startedAt,
      valhallaMs: ways.valhallaMs + (direct === ways ? 0 : direct.valhallaMs),
      fieldMs: ways.fieldMs + (direct === ways ? 0 : direct.fieldMs),
    },
  }
}

function look(context: Context, incidentId: number, needs: Need[]): Promise<Picture> {
  const items = needs.filter(need => need.kind === 'supply').map(need => need.skill)
  return read(context, async inside => {
    const { sql, now } = inside
    const incident = await readIncident(inside, incidentId)
    const [force, stores, avoid] = await Promise.all([
      loadForce(sql, incident.townId),
      loadStores(sql, incident.townId, items),
      loadAvoid(sql, incident.townId),
    ])
    const fitting = force.filter(one => needs.some(need => fits(need, one)))
    return { incident, force: fitting, stores, avoid, at: now }
  })
}

async function reckon(
  picture: Picture,
  { needs, routes: areWanted }: RecommendationInput,
): Promise<Reckoned> {
  const { incident, force, stores, avoid } = picture
  const to = incident.lngLat
  const roads = await waysOf(incident.townId)
  const from: Leg[] = [
    ...force.map(one => ({ lngLat: one.lngLat, vehicle: vehicleOf(one) })),
    ...stores.map(store => ({ lngLat: store.lngLat, vehicle: supplyVehicle })),
  ]
  const isAvoiding = avoid.closures.length + avoid.zones.length > 0
  const going = roads.travelTo({ to, from, avoid })
  const [ways, direct] = await Promise.all([
    going,
    isAvoiding ? roads.travelTo({ to, from: from.slice(0, force.length), avoid: NOTHING_TO_AVOID }) : going,
  ])
  const chosen = choose({ needs, force, travels: ways.travels, to })
  const drawn = areWanted ? toDraw(chosen, picture, ways) : []
  const lines = drawn.map(async index => {
    const leg = from[index]
    return leg ? ([index, (await roads.route(leg, { to, avoid })).line] as const) : undefined
  })
  const found = (await Promise.all(lines)).filter(line => line !== undefined)
  return { ...picture, ways, direct, chosen, routes: new Map(found) }
}

/** Whose way is drawn: those chosen, and the two best not chosen of each need. */
function toDraw({ fitting, chosen }: Chosen, { force }: Picture, { travels }: Ways): number[] {
  const sent = new Set(chosen.flat())
  const others = fitting.flatMap(indices =>
    indices
      .filter(index => !sent.has(index) && force[index]?.available && isReachable(travels[index]))
      .sort((one, other) => (travels[one]?.seconds ?? 0) - (travels[other]?.seconds ?? 0))
      .slice(0, 2),
  )
  return [...new Set([...sent, ...others])]
}

function responderAnswer(need: Need, index: number, reckoned: Reckoned): NeedAnswer {
  const { force, ways, chosen } = reckoned
  const mine = chosen.chosen[index] ?? []
  const elsewhere = new Set(chosen.chosen.flat().filter(one => !mine.includes(one)))
  const fitting = chosen.fitting[index] ?? []
  const candidates = fitting
    .flatMap(one => candidateOf(one, { ...reckoned, isChosen: mine.includes(one) }) ?? [])
    .sort((one, other) => rankOf(one) - rankOf(other) || one.etaSeconds - other.etaSeconds)
  const described = fitting.flatMap(one => {
    const responder = force[one]
    return responder ? [{ responder, travel: ways.travels[one], isChosenElsewhere: elsewhere.has(one) }] : []
  })
  return {
    need,
    candidates,
    chosen: candidates.filter(candidate => candidate.chosen).map(candidate => candidate.responderId),
    short: Math.max(0, need.count - mine.length),
    shortReason: shortfall(need, mine.length, described),
    stores: [],
  }
}

const rankOf = ({ chosen, available }: Candidate) => (chosen ? 0 : available ? 1 : 2)

function candidateOf(
  index: number,
  { force, ways, direct, routes, isChosen }: Reckoned & { isChosen: boolean },
): Candidate | undefined {
  const one = force[index]
  const travel = ways.travels[index]
  if (!one || !travel) return undefined
  const { townId: _, heightMeters: __, weightTons: ___, ...shown } = one
  return {
    ...shown,
    etaSeconds: travel.seconds,
    distanceMeters: travel.meters,
    found: travel.found,
    reason: travel.found === 'road' ? null : travel.reason,
    detourSeconds: detour(travel, direct.travels[index]),
    chosen: isChosen,
    route: routes.get(index) ?? null,
  }
}

const detour = (travel: Travel, direct: Travel | undefined) =>
  travel.found === 'road' && direct?.found === 'road' ? Math.max(0, travel.seconds - direct.seconds) : 0

function supplyAnswer(need: Need, { force, stores, ways }: Reckoned): NeedAnswer {
  const holding = stores.flatMap((store, index) => {
    const travel = ways.travels[force.length + index]
    return store.item === need.skill && travel
      ? [{ ...store, etaSeconds: travel.seconds, found: travel.found }]
      : []
  })
  const free = holding.reduce((sum, store) => sum + store.free, 0)
  return {
    need,
    candidates: [],
    chosen: [],
    short: Math.max(0, need.count - free),
    shortReason: stockShortfall(need, free, holding[0]?.unit ?? ''),
    stores: drawStock(need.count, holding),
  }
}
