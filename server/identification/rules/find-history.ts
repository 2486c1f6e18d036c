import type { HazardKind } from '../../hazard/hazard.ts'
import type { IncidentType } from '../../incident/incident.ts'
import type { Both } from '../../region/place.ts'
import type { Domain } from '../../risk/risk.ts'
import { middleOf } from './ground.ts'
import { groupsOf } from './groups.ts'
import type { Finding, Parameters, Registers } from './registers.ts'

const yearMs = 365.25 * 86_400_000

const becomes: Record<IncidentType, [kind: HazardKind, domain: Domain, zh: string, en: string]> = {
  flood: ['waterlogging', 'natural', '内涝', 'flooding'],
  chemical: ['chemical-plant', 'work-safety', '危化品泄漏', 'chemical releases'],
  fire: ['residential-fire', 'social-security', '火灾', 'fires'],
  'mass-casualty': ['crowd', 'social-security', '群伤', 'casualties'],
  explosion: ['chemical-plant', 'work-safety', '爆炸', 'explosions'],
  traffic: ['transport-route', 'work-safety', '交通事故', 'traffic accidents'],
  gas: ['gas-facility', 'work-safety', '燃气事故', 'gas accidents'],
  epidemic: ['hospital-infection', 'public-health', '疫情', 'outbreaks'],
  'food-poisoning': ['food', 'public-health', '食物中毒', 'food poisoning'],
  typhoon: ['storm-exposed', 'natural', '台风灾害', 'storm damage'],
  earthquake: ['other', 'natural', '地震灾害', 'earthquake damage'],
  landslide: ['slope', 'natural', '滑坡', 'landslides'],
  'forest-fire': ['forest', 'natural', '森林火灾', 'forest fires'],
  crowd: ['crowd', 'social-security', '人群聚集事件', 'crowd incidents'],
  'water-pollution': ['water-supply', 'public-health', '水污染', 'water pollution'],
}

/** Places where incidents of one type keep happening. */
export function incidentClusters({ incidents, ground, now }: Registers, parameters: Parameters): Finding[] {
  const years = parameters.number('years')
  const withinMeters = parameters.number('withinMeters')
  const since = now.getTime() - years * yearMs
  const recent = incidents.filter(({ at }) => Date.parse(at) >= since)
  const types = [...new Set(recent.map(({ type }) => type))].sort()
  return types.flatMap(type => {
    const own = recent.filter(each => each.type === type).sort((a, b) => a.id - b.id)
    const [kind, domain, zh, en] = becomes[type]
    return groupsOf(ground, own, { withinMeters, least: parameters.number('least') }).map(group => {
      const ids = group.map(({ id }) => id)
      const times: Both[] = group.slice(-3).map(({ at, title }) => {
        const day = at.slice(0, 10)
        return { zh: `${day} ${title}`, en: `${day} ${title}` }
      })
      return {
        key: `incident:${type}:${ids[0]}`,
        name: { zh: `${zh}多发点`, en: `Repeated ${en}` },
        lngLat: middleOf(group),
        kind,
        domain,
        reasons: [
          {
            zh: `近 ${years} 年内 ${withinMeters} m 范围发生 ${group.length} 起${zh}`,
            en: `${group.length} ${en} within ${withinMeters} m of each other in ${years} years`,
          },
          ...times,
        ],
        facts: { type, incidents: ids },
      }
    })
  })
}

/** Sensors that are over their threshold although no source answers for them. */
export function strayingSensors({ sensors }: Registers): Finding[] {
  return sensors
    .filter(({ grade }) => grade !== 'none')
    .map(({ id, name, nameEn, lngLat, grade }) => ({
      key: `sensor:${id}`,
      name: { zh: `${name}超限处`, en: `Where ${nameEn || name} is over` },
      lngLat,
      reasons: [
        {
          zh: `${name}达到${grade === 'second' ? '二' : '一'}级报警，附近没有登记风险源`,
          en: `${nameEn || name} reached its ${grade} threshold and no source is tied to it`,
        },
      ],
      facts: { sensor: id, grade },
    }))
}
