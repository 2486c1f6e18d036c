import type { Incident, Surroundings } from '../../server/incident/incident.ts'
import { type CasualtyKind, casualtyKinds } from './report-draft.svelte.ts'

export type SceneFact =
  | { key: 'casualties'; kind: CasualtyKind; value: number; isGrave: boolean }
  | {
      key: 'affected' | 'people' | 'schools' | 'hazards'
      kind: string
      value: number | undefined
      isGrave: false
    }

const most = 4

/** The four figures that say most: who is hurt, then how many and what is near. Unknown ones are undefined. */
export function factsOf(incident: Incident, around: Surroundings | undefined): SceneFact[] {
  const hurt = casualtyKinds.filter(kind => incident.casualties[kind] > 0)
  const shown: CasualtyKind[] = hurt.length > 0 ? hurt : ['injured']
  const casualties = shown.map((kind): SceneFact => {
    const value = incident.casualties[kind]
    return { key: 'casualties', kind, value, isGrave: value > 0 && (kind === 'dead' || kind === 'missing') }
  })
  const others: SceneFact[] = [
    incident.affected > 0 ? plain('affected', incident.affected) : plain('people', around?.peopleDay),
    plain('schools', around?.targets.filter(({ kind }) => isSchool(kind)).length),
    plain('hazards', around?.hazards.length),
  ]
  return [...casualties, ...others].slice(0, Math.max(most, casualties.length + 1))
}

const isSchool = (kind: string) => kind === 'school' || kind === 'kindergarten'

const plain = (key: 'affected' | 'people' | 'schools' | 'hazards', value: number | undefined): SceneFact => ({
  key,
  kind: key,
  value,
  isGrave: false,
})
