import Activity from '@lucide/svelte/icons/activity'
import Ambulance from '@lucide/svelte/icons/ambulance'
import Biohazard from '@lucide/svelte/icons/biohazard'
import Bomb from '@lucide/svelte/icons/bomb'
import Car from '@lucide/svelte/icons/car'
import Droplets from '@lucide/svelte/icons/droplets'
import Flame from '@lucide/svelte/icons/flame'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import Fuel from '@lucide/svelte/icons/fuel'
import Mountain from '@lucide/svelte/icons/mountain'
import Tornado from '@lucide/svelte/icons/tornado'
import Trees from '@lucide/svelte/icons/trees'
import Users from '@lucide/svelte/icons/users'
import Utensils from '@lucide/svelte/icons/utensils'
import Waves from '@lucide/svelte/icons/waves'
import type { IncidentType } from '../../server/incident/incident.ts'
import type { IconKind } from '../look/icon-kind.ts'

/** Every type of incident with its sign, the frequent ones first. */
export const typeIcons: Record<IncidentType, IconKind> = {
  fire: Flame,
  chemical: FlaskConical,
  gas: Fuel,
  explosion: Bomb,
  traffic: Car,
  flood: Waves,
  typhoon: Tornado,
  'mass-casualty': Ambulance,
  crowd: Users,
  epidemic: Biohazard,
  'food-poisoning': Utensils,
  'water-pollution': Droplets,
  'forest-fire': Trees,
  landslide: Mountain,
  earthquake: Activity,
}

// The keys of a constant record are the members of its type.
export const incidentTypes = Object.keys(typeIcons) as IncidentType[]
