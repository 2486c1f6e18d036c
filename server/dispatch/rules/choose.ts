import type { LngLat } from '../../region/place.ts'
import { metersBetween } from '../../road/field/graph.ts'
import type { Travel } from '../../road/road.ts'
import type { Need } from '../dispatch.ts'
import { assign, type Option } from './assign.ts'

/** A responder as the choice sees it. */
export interface Choosable {
  kind: string
  skills: readonly string[]
  lngLat: LngLat
  available: boolean
  state: string
}

export interface Chosen {
  /** For each need the indices of all that have its kind and skill. */
  fitting: number[][]
  /** For each need the indices of those chosen. */
  chosen: number[][]
  soonerSeconds: number | null
}

interface Field {
  needs: readonly Need[]
  force: readonly Choosable[]
  travels: readonly Travel[]
  to: LngLat
}

export const fits = (need: Need, one: Choosable): boolean =>
  one.kind === need.kind && one.skills.includes(need.skill)

export const isReachable = (travel: Travel | undefined): boolean =>
  travel !== undefined && !(travel.found === 'straight-line' && travel.reason === 'no-way-through')

/** Chooses for all needs together those who are free and have a way; see `assign` for what is best. */
export function choose(field: Field): Chosen {
  const { needs, force, travels } = field
  const fitting = needs.map(need => [...force.keys()].filter(index => isFitting(need, force[index])))
  const options = fitting.map(indices =>
    indices.flatMap((candidate): Option[] => {
      const travel = travels[candidate]
      const isFree = force[candidate]?.available && isReachable(travel)
      return isFree && travel ? [{ candidate, cost: travel.seconds }] : []
    }),
  )
  const chosen = assign(
    needs.map((need, index) => ({ count: need.count, options: options[index] ?? [] })),
    force.length,
  )
  return { fitting, chosen, soonerSeconds: soonerThanByAir(field, { options, chosen }) }
}

const isFitting = (need: Need, one: Choosable | undefined) => one !== undefined && fits(need, one)

/** What sending the nearest as the crow flies would have cost: each need in turn takes its nearest ones. */
function soonerThanByAir(
  { needs, force, travels, to }: Field,
  { options, chosen }: { options: Option[][]; chosen: number[][] },
): number | null {
  const used = new Set<number>()
  const air = (index: number) => metersBetween(force[index]?.lngLat ?? to, to)
  for (const [index, need] of needs.entries()) {
    const nearest = (options[index] ?? [])
      .map(option => option.candidate)
      .filter(candidate => !used.has(candidate))
      .sort((one, other) => air(one) - air(other))
    for (const candidate of nearest.slice(0, need.count)) used.add(candidate)
  }
  const sent = chosen.flat()
  const byRoad = [...used, ...sent].every(index => travels[index]?.found === 'road')
  if (!byRoad || sent.length === 0 || used.size !== sent.length) return null
  const last = (indices: Iterable<number>) =>
    Math.max(...[...indices].map(index => travels[index]?.seconds ?? 0))
  const sooner = Math.round(last(used) - last(sent))
  return sooner > 0 ? sooner : null
}
