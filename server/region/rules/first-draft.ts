import type { HazardKind } from '../../hazard/hazard.ts'
import type { Skill } from '../../responder/responder.ts'
import type { Domain } from '../../risk/risk.ts'
import type { ShelterKind } from '../../shelter/shelter.ts'
import type { TargetKind } from '../../target/target.ts'

/** What one map tag suggests for the registers; a person confirms or rejects each suggestion. */
export type Suggestion =
  | { register: 'hazard'; kind: HazardKind; domain: Domain; reachMeters: number; zh: string; en: string }
  | { register: 'shelter'; kind: ShelterKind; usableShare: number; zh: string; en: string }
  | { register: 'responder'; skills: Skill[]; zh: string; en: string }
  | { register: 'target'; kind: TargetKind; zh: string; en: string }

interface Rule {
  tag: string
  value: string
  gives: Suggestion
}

const hazard = (
  [tag, value]: [string, string],
  [kind, reachMeters]: [HazardKind, number],
  [zh, en]: [string, string],
): Rule => ({ tag, value, gives: { register: 'hazard', kind, domain: 'work-safety', reachMeters, zh, en } })

const shelter = (
  [tag, value]: [string, string],
  [kind, usableShare]: [ShelterKind, number],
  [zh, en]: [string, string],
): Rule => ({ tag, value, gives: { register: 'shelter', kind, usableShare, zh, en } })

const responder = ([tag, value]: [string, string], skills: Skill[], [zh, en]: [string, string]): Rule => ({
  tag,
  value,
  gives: { register: 'responder', skills, zh, en },
})

const target = ([tag, value]: [string, string], kind: TargetKind, [zh, en]: [string, string]): Rule => ({
  tag,
  value,
  gives: { register: 'target', kind, zh, en },
})

// Reaches and usable shares are starting values for a person to correct, not figures of a standard.
const rules: Rule[] = [
  hazard(['amenity', 'fuel'], ['fuel-station', 150], ['加油站', 'Fuel station']),
  hazard(['man_made', 'storage_tank'], ['tank-farm', 300], ['储罐', 'Storage tank']),
  hazard(['man_made', 'gasometer'], ['gas-facility', 300], ['储气柜', 'Gasometer']),
  hazard(['man_made', 'works'], ['works', 200], ['工厂', 'Works']),
  hazard(['industrial', 'oil'], ['tank-farm', 500], ['油库', 'Oil depot']),
  hazard(['industrial', 'chemical'], ['chemical-plant', 500], ['化工企业', 'Chemical plant']),
  hazard(['industrial', 'warehouse'], ['warehouse', 150], ['仓储', 'Warehouse']),
  hazard(['industrial', 'port'], ['port', 300], ['港区', 'Port']),
  hazard(['landuse', 'port'], ['port', 300], ['港区', 'Port']),
  hazard(['landuse', 'industrial'], ['works', 150], ['工业用地', 'Industrial land']),
  shelter(['amenity', 'school'], ['school', 0.4], ['学校', 'School']),
  shelter(['leisure', 'stadium'], ['stadium', 0.6], ['体育场', 'Stadium']),
  shelter(['leisure', 'sports_centre'], ['stadium', 0.4], ['体育中心', 'Sports centre']),
  shelter(['leisure', 'park'], ['park', 0.4], ['公园', 'Park']),
  shelter(['place', 'square'], ['square', 0.6], ['广场', 'Square']),
  responder(['amenity', 'fire_station'], ['fire', 'rescue'], ['消防站', 'Fire station']),
  responder(['amenity', 'police'], ['police'], ['派出所', 'Police station']),
  responder(['amenity', 'hospital'], ['medical'], ['医院急救', 'Hospital']),
  target(['amenity', 'school'], 'school', ['学校', 'School']),
  target(['amenity', 'kindergarten'], 'kindergarten', ['幼儿园', 'Kindergarten']),
  target(['amenity', 'hospital'], 'hospital', ['医院', 'Hospital']),
  target(['amenity', 'nursing_home'], 'care-home', ['养老院', 'Care home']),
  target(['social_facility', 'nursing_home'], 'care-home', ['养老院', 'Care home']),
  target(['railway', 'station'], 'station', ['车站', 'Station']),
  target(['amenity', 'townhall'], 'government', ['政府', 'Town hall']),
]

const chemical = /化工|化学|石化|制药|chemi|petro/i
const bigRoads = new Set(['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'railway'])

export interface Drafted {
  gives: Suggestion
  tag: string
}

/** Every register a feature's tags suggest it for; at most one suggestion a register. */
export function suggest(tags: Record<string, string>): Drafted[] {
  const found = new Map<string, Drafted>()
  for (const rule of rules) {
    if (tags[rule.tag] !== rule.value || found.has(rule.gives.register)) continue
    found.set(rule.gives.register, { gives: sharpen(rule.gives, tags), tag: `${rule.tag}=${rule.value}` })
  }
  const bridge = bridgeOf(tags)
  if (bridge && !found.has('target')) found.set('target', bridge)
  return [...found.values()]
}

function sharpen(gives: Suggestion, tags: Record<string, string>): Suggestion {
  const named = chemical.test(`${tags.name ?? ''} ${tags['name:en'] ?? ''} ${tags.product ?? ''}`)
  if (gives.register !== 'hazard' || gives.kind !== 'works' || !named) return gives
  return { ...gives, kind: 'chemical-plant', reachMeters: 500, zh: '化工企业', en: 'Chemical plant' }
}

function bridgeOf(tags: Record<string, string>): Drafted | undefined {
  const carries = tags.railway === 'rail' ? 'railway' : tags.highway
  const isBridge = tags.bridge !== undefined && tags.bridge !== 'no' && bigRoads.has(carries ?? '')
  if (!isBridge) return undefined
  return {
    gives: { register: 'target', kind: 'bridge', zh: '桥梁', en: 'Bridge' },
    tag: `bridge=${tags.bridge}`,
  }
}

/** Square metres a person needs by day and for a night; labelled defaults, to be corrected per shelter. */
const perPerson = { daySquareMeters: 1.5, nightSquareMeters: 3.5 }

export function capacityOf(areaSquareMeters: number, usableShare: number): { day: number; night: number } {
  const usable = areaSquareMeters * usableShare
  return {
    day: Math.floor(usable / perPerson.daySquareMeters),
    night: Math.floor(usable / perPerson.nightSquareMeters),
  }
}
