import type { Hazard } from '../../server/hazard/hazard.ts'
import { containersOf } from '../../server/threat/rules/erg.ts'
import {
  type ModelKind,
  models,
  substanceIn,
  substanceOf,
  whyNot,
} from '../../server/threat/rules/substance.ts'
import type { Substance } from '../../server/threat/rules/substance-table.ts'
import type { ThreatInputs, Weather } from '../../server/threat/threat.ts'

/** All that the form holds, for every model at once: what was entered stays when one turns to another model. */
export interface ThreatDraft {
  model: ModelKind
  substance: string
  massKg: number
  spill: 'small' | 'large'
  container: string
  fire: boolean
  release: 'vapour' | 'cold-jet'
  rateKgPerSecond: number
  heightMeters: number
  surface: 'rural' | 'urban'
  thresholds: 'aegl' | 'erpg' | 'idlh'
  minutes: 10 | 30 | 60 | 240 | 480
  efficiency: number
  method: 'swisdak' | 'kingery' | 'crowl' | 'epa' | 'chinese'
  levelsKpa: string
  diameterMeters: number
  burningRate: number
  levelsKw: string
  waterLevelMeters: number
}

export const freshDraft: ThreatDraft = {
  model: 'erg',
  substance: 'ammonia',
  massKg: 1000,
  spill: 'large',
  container: '',
  fire: false,
  release: 'cold-jet',
  rateKgPerSecond: 1,
  heightMeters: 0,
  surface: 'urban',
  thresholds: 'aegl',
  minutes: 60,
  efficiency: 0.03,
  method: 'swisdak',
  levelsKpa: '20.7, 6.9, 2.76',
  diameterMeters: 20,
  burningRate: 0.055,
  levelsKw: '37.5, 12.5, 4',
  waterLevelMeters: 3,
}

export const calm: Weather = {
  windFromDegrees: 135,
  windMetersPerSecond: 3,
  night: false,
  sun: 'moderate',
  sky: 'cloudy',
}

const wet: readonly string[] = ['river-bank', 'waterlogging']
/** Which model one looks at first, where it may be used. */
const first: readonly ModelKind[] = ['erg', 'plume', 'explosion', 'pool-fire']

/** What a source holds sets substance, mass and model. */
export function draftFor(hazard: Pick<Hazard, 'kind' | 'inventory'> | undefined): ThreatDraft {
  if (!hazard) return freshDraft
  if (wet.includes(hazard.kind)) return { ...freshDraft, model: 'flood' }
  const held = hazard.inventory
    .flatMap(stock => {
      const substance = substanceIn(stock)
      return substance ? [{ substance, massKg: stock.tonnes * 1000 }] : []
    })
    .sort((a, b) => gravity(b.substance) - gravity(a.substance))
  const [most] = held
  if (!most) return freshDraft
  const draft = withSubstance({ ...freshDraft, massKg: Math.max(1, most.massKg) }, most.substance.key)
  return { ...draft, model: first.find(model => !whyNot(model, most.substance)) ?? 'erg' }
}

/** What would be worst to breathe comes first. */
const gravity = ({ behaviour }: Substance) => (behaviour === 'none' ? 0 : 1)

/** The substance with what follows from it. */
export function withSubstance(draft: ThreatDraft, key: string): ThreatDraft {
  const substance = substanceOf(key)
  if (!substance) return draft
  const containers: readonly string[] = containersOf(substance.un)
  return {
    ...draft,
    substance: key,
    container: containers.includes(draft.container) ? draft.container : (containers[0] ?? ''),
    release: substance.behaviour === 'cold-jet' ? 'cold-jet' : 'vapour',
    burningRate: substance.burningRate ?? draft.burningRate,
  }
}

/** Why each model may not be used. A gas that is heavy only as a cold jet is refused when that is chosen. */
export const reasonsOf = (draft: ThreatDraft) =>
  models.map(model => ({ model, why: whyNot(model, substanceOf(draft.substance)) }))

/** Thresholds as they are typed, or null when one is no number above zero. */
export function levelsOf(text: string): number[] | null {
  const parts = text.split(/[,，、;；\s]+/).filter(Boolean)
  const levels = parts.map(Number)
  const isFine =
    levels.length > 0 && levels.length <= 6 && levels.every(level => level > 0 && level <= 100_000)
  return isFine ? [...new Set(levels)] : null
}

/** What the server is asked, or undefined while a threshold is no number. */
export function inputsOf(draft: ThreatDraft): ThreatInputs | undefined {
  const { substance, massKg } = draft
  switch (draft.model) {
    case 'erg': {
      const { spill, fire } = draft
      const container =
        containersOf(substanceOf(substance)?.un ?? 0).find(each => each === draft.container) ?? null
      return { model: 'erg', substance, spill, fire, container }
    }
    case 'bleve':
      return { model: 'bleve', substance, massKg }
    case 'plume': {
      const { release, rateKgPerSecond, heightMeters, surface, thresholds, minutes } = draft
      return {
        model: 'plume',
        substance,
        release,
        rateKgPerSecond,
        heightMeters,
        surface,
        thresholds,
        minutes,
      }
    }
    case 'explosion': {
      const levelsKpa = levelsOf(draft.levelsKpa)
      const { efficiency, method } = draft
      return levelsKpa ? { model: 'explosion', substance, massKg, efficiency, method, levelsKpa } : undefined
    }
    case 'pool-fire': {
      const levelsKw = levelsOf(draft.levelsKw)
      const { diameterMeters, burningRate } = draft
      return levelsKw ? { model: 'pool-fire', substance, diameterMeters, burningRate, levelsKw } : undefined
    }
    case 'fireball': {
      const levelsKw = levelsOf(draft.levelsKw)
      return levelsKw ? { model: 'fireball', substance, massKg, levelsKw } : undefined
    }
    case 'flood':
      return { model: 'flood', waterLevelMeters: draft.waterLevelMeters }
  }
}
