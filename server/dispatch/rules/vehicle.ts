import type { ResponderKind, Skill } from '../../responder/responder.ts'
import type { Vehicle } from '../../road/road.ts'

const withBlueLight: readonly Skill[] = ['fire', 'rescue', 'medical', 'police', 'hazmat']

interface Body {
  kind: ResponderKind
  skills: readonly Skill[]
  heightMeters: number | null
  weightTons: number | null
}

/** What a responder drives: its own measures where they are known, else a car; experts drive as anyone does. */
export function vehicleOf({ kind, skills, heightMeters, weightTons }: Body): Vehicle {
  const isHeavy = (weightTons ?? 0) > 3.5 || (heightMeters ?? 0) > 2.8
  return {
    profile: isHeavy ? 'truck' : 'car',
    ...(isHeavy && heightMeters ? { heightMeters } : {}),
    ...(isHeavy && weightTons ? { weightTons } : {}),
    ...(kind !== 'expert' && skills.some(skill => withBlueLight.includes(skill)) ? { blueLight: true } : {}),
  }
}

/** Supplies come by lorry. */
export const supplyVehicle: Vehicle = { profile: 'truck' }
