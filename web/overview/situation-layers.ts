import type { Hazard } from '../../server/hazard/hazard.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { Responder } from '../../server/responder/responder.ts'
import { en, zh } from '../language/words.ts'
import { closureLayer, routeLayers, zoneLayers } from '../map/route-layers.ts'
import type { Staged } from '../map/stage.svelte.ts'
import { type DiscItem, type DiscLook, discLayer, pinLayer } from '../map/symbols.ts'
import type { Tone } from '../map/tone.ts'
import type { Lists } from './situation.svelte.ts'

export interface SituationLook extends DiscLook {
  language: 'zh' | 'en'
  /** The thing the screen is about, e.g. `incident-3` or `responder-7`. */
  selected?: string | undefined
  /** Minutes on the routes of orders under way. */
  routeLabel(seconds: number): string
  /** Open orders with their routes; left out where the screen draws candidates instead. */
  withRoutes: boolean
}

/** An item of the map that knows which noun it stands for. */
export interface NounItem extends DiscItem {
  noun: 'hazard' | 'target' | 'shelter' | 'supply' | 'responder' | 'incident'
  nounId: number
}

const named = ({ name, nameEn }: { name: string; nameEn: string }, language: 'zh' | 'en') =>
  language === 'en' && nameEn ? nameEn : name

const characters: Record<string, { character: string; tone: Tone }> = {
  fire: { character: '消', tone: 'team' },
  medical: { character: '医', tone: 'medical' },
  police: { character: '警', tone: 'police' },
  hazmat: { character: '化', tone: 'team' },
  flood: { character: '汛', tone: 'team' },
  engineering: { character: '工', tone: 'team' },
  power: { character: '电', tone: 'team' },
  evacuation: { character: '疏', tone: 'team' },
  monitoring: { character: '测', tone: 'team' },
  militia: { character: '民', tone: 'team' },
  'water-supply': { character: '水', tone: 'team' },
  rescue: { character: '救', tone: 'team' },
}

/** The disc of a team by its first skill, of an expert, or of a vehicle. */
export function responderDisc(responder: Pick<Responder, 'kind' | 'skills'>): {
  character: string
  tone: Tone
} {
  if (responder.kind === 'expert') return { character: '专', tone: 'expert' }
  if (responder.kind === 'vehicle') return { character: '车', tone: 'team' }
  return characters[responder.skills[0] ?? ''] ?? { character: '队', tone: 'team' }
}

export const targetCharacters: Record<string, string> = {
  school: '校',
  kindergarten: '幼',
  hospital: '院',
  bridge: '桥',
  venue: '馆',
  'care-home': '养',
  government: '政',
  station: '站',
  other: '标',
}

/** Key targets are many; they show where there is room for them. */
export const showsTargets = (zoom: number) => zoom >= 14

/** Everything of the situation on the map, except the risk cells. */
export function situationLayers(lists: Lists, look: SituationLook): Staged {
  const { language, selected } = look
  const item = (
    noun: NounItem['noun'],
    each: { id: number; name: string; nameEn: string; lngLat: LngLat },
  ) => ({
    id: `${noun}-${each.id}`,
    noun,
    nounId: each.id,
    lngLat: each.lngLat,
    label: named(each, language),
    isSelected: selected === `${noun}-${each.id}`,
  })
  const kept = <T extends { standing: string }>(rows: readonly T[]) =>
    rows.filter(row => row.standing !== 'rejected')
  const hazards: NounItem[] = kept(lists.hazards).map(each => ({
    ...item('hazard', each),
    ...majorOf(each, language),
    tone: `level-${each.residualLevel}` as const,
    weight: 5 - (each.residualLevel || 5),
    isDim: each.standing === 'draft',
  }))
  const shelters: NounItem[] = kept(lists.shelters).map(each => ({
    ...item('shelter', each),
    character: '避',
    tone: 'shelter',
    isDim: each.standing === 'draft',
  }))
  const supplies: NounItem[] = kept(lists.supplies).map(each => ({
    ...item('supply', each),
    character: '库',
    tone: 'supply',
    isDim: each.standing === 'draft',
  }))
  const targets: NounItem[] = kept(lists.targets).map(each => ({
    ...item('target', each),
    character: targetCharacters[each.kind] ?? '标',
    tone: 'place',
    isDim: each.standing === 'draft',
  }))
  const responders: NounItem[] = kept(lists.responders)
    // A vehicle stands with its team; alone it is shown when it is what one looks at.
    .filter(each => each.kind !== 'vehicle' || selected === `responder-${each.id}`)
    .map(each => ({
      ...item('responder', each),
      ...responderDisc(each),
      weight: each.state === 'available' ? 1 : 3,
      isDim: each.state === 'off-duty' || each.standing === 'draft',
    }))
  const parts: Staged[] = [
    ...(showsTargets(look.zoom) ? [discLayer('targets', targets, { ...look, labelZoom: 15.5 })] : []),
    discLayer('shelters', shelters, { ...look, labelZoom: 14.5 }),
    discLayer('supplies', supplies, { ...look, labelZoom: 15 }),
    discLayer('hazards', hazards, { ...look, labelZoom: 14.5 }),
    discLayer('responders', responders, { ...look, labelZoom: 13.5 }),
    pinLayer(
      'incidents',
      lists.incidents
        .filter(each => each.state !== 'closed')
        .map(each => ({ ...item('incident', { ...each, name: each.title, nameEn: '' }), label: each.title })),
    ),
    ...movingParts(lists, look),
  ]
  return joined(parts)
}

/** A major hazard installation has a sign of its own, and its grade behind its name. */
function majorOf(hazard: Hazard, language: 'zh' | 'en'): Pick<NounItem, 'character' | 'label'> {
  const label = named(hazard, language)
  if (!(hazard.majorGrade > 0)) return { character: '源', label }
  const grade = { zh, en }[language].installation.grades[hazard.majorGrade]
  return { character: '重', label: `${label} · ${grade}` }
}

function movingParts(lists: Lists, look: SituationLook): Staged[] {
  const { theme } = look
  const zones = lists.zones.filter(zone => zone.liftedAt === null)
  const closures = lists.closures.filter(closure => closure.liftedAt === null)
  const open = lists.orders.filter(order => ['ordered', 'acknowledged', 'departed'].includes(order.state))
  return [
    zoneLayers(
      zones.map(zone => ({ id: zone.id, rings: zone.polygon.coordinates, label: zone.reason })),
      { theme },
    ),
    closureLayer(
      closures.map(closure => ({
        id: closure.id,
        shape: { kind: 'line', line: closure.line.coordinates } as const,
      })),
      { theme },
    ),
    ...(look.withRoutes
      ? [
          routeLayers(
            open.flatMap(order =>
              order.route
                ? [
                    {
                      id: order.id,
                      line: order.route.coordinates,
                      state: 'chosen' as const,
                      label: look.routeLabel(order.etaSeconds),
                    },
                  ]
                : [],
            ),
            { theme },
          ),
        ]
      : []),
  ]
}

/** Several makers' layers as one. */
export function joined(parts: readonly Staged[]): Required<Staged> {
  return {
    layers: parts.flatMap(part => [...part.layers]),
    rooms: parts.flatMap(part => [...(part.rooms ?? [])]),
    names: parts.flatMap(part => [...(part.names ?? [])]),
  }
}
