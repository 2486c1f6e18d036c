import type { LngLat } from '../../region/place.ts'
import { middleOf } from './ground.ts'
import { groupsOf, nearestTo } from './groups.ts'
import type { Building, MapFacts, MapLine } from './map-facts.ts'
import type { Finding, HeldCell, Parameters, Registers } from './registers.ts'

/** Buildings of many storeys, those close together as one. */
export function highRises({ map, ground }: Registers, parameters: Parameters): Finding[] {
  const least = parameters.number('levels')
  const tall = (map ?? { buildings: [] }).buildings.filter(({ levels }) => levels >= least)
  const within = { withinMeters: parameters.number('clusterMeters'), least: 1 }
  return groupsOf(ground, tall, within).map(group => {
    const most = Math.max(...group.map(({ levels }) => levels))
    const named = group.find(({ name }) => name)?.name
    return {
      ...ofBuildings(group),
      name: {
        zh: named ? `${named}（高层）` : `高层建筑 ${group.length} 栋`,
        en: named ? `${named} (high-rise)` : `${group.length} high-rise buildings`,
      },
      reasons: [
        {
          zh: `${group.length} 栋建筑不低于 ${least} 层，最高 ${most} 层`,
          en: `${group.length} buildings of ${least} storeys or more, the highest with ${most}`,
        },
      ],
      facts: { buildings: group.map(({ id }) => id), levels: most },
    }
  })
}

/** Old or timber houses close together. */
export function oldBuildings({ map, ground }: Registers, parameters: Parameters): Finding[] {
  const before = parameters.number('before')
  const materials = new Set(parameters.list('materials'))
  const old = (map ?? { buildings: [] }).buildings.filter(
    ({ year, material }) => (year !== null && year < before) || materials.has(material),
  )
  const within = { withinMeters: parameters.number('clusterMeters'), least: parameters.number('least') }
  return groupsOf(ground, old, within).map(group => ({
    ...ofBuildings(group),
    name: { zh: `老旧房屋连片 ${group.length} 栋`, en: `${group.length} old houses close together` },
    reachMeters: Math.min(600, Math.round(20 * Math.sqrt(group.length)) + 40),
    reasons: [
      {
        zh: `${group.length} 栋 ${before} 年以前建成或砖木土木结构的房屋相距不足 ${within.withinMeters} m`,
        en: `${group.length} houses from before ${before} or of timber or earth, less than ${within.withinMeters} m apart`,
      },
    ],
    facts: { buildings: group.map(({ id }) => id) },
  }))
}

const ofBuildings = (group: Building[]) => ({
  key: `way:${Math.min(...group.map(({ id }) => id))}`,
  lngLat: middleOf(group),
})

/** Roads that dip under others: where water gathers. The two carriageways of one road are one place. */
export function underpasses({ map, ground }: Registers, parameters: Parameters): Finding[] {
  const dips = (map ?? { underpasses: [] }).underpasses.map(each => ({ ...each, lngLat: middleAlong(each) }))
  const within = { withinMeters: parameters.number('clusterMeters'), least: 1 }
  return groupsOf(ground, dips, within).map(group => {
    const { name = '', nameEn = '' } = group.find(each => each.name) ?? {}
    return {
      key: `way:${Math.min(...group.map(({ id }) => id))}`,
      name: { zh: `${name || '道路'}下穿处`, en: `${nameEn || name || 'Road'} underpass` },
      lngLat: middleOf(group),
      reasons: [
        {
          zh: `${name || '道路'}在此下穿（地图标签 tunnel=yes，layer<0），低点易积水`,
          en: `${nameEn || name || 'A road'} dips under here (map tags tunnel=yes, layer<0); water gathers at the lowest point`,
        },
      ],
      facts: { ways: group.map(({ id }) => id) },
    }
  })
}

const middleAlong = ({ line }: MapLine): LngLat => line[Math.floor(line.length / 2)] ?? [0, 0]

/** Cells with people close to a flowing water, those side by side along one water as one. */
export function riverHomes({ map, cells, ground }: Registers, parameters: Parameters): Finding[] {
  const withinMeters = parameters.number('withinMeters')
  const lived = cells.filter(({ peopleNight }) => peopleNight >= parameters.number('people'))
  const near = bySide(ground, lived, { map, withinMeters })
  const waters = [...new Set(near.map(({ water }) => water.name || String(water.id)))].sort()
  const within = { withinMeters: parameters.number('clusterMeters'), least: parameters.number('least') }
  return waters.flatMap(water => {
    const own = near.filter(each => (each.water.name || String(each.water.id)) === water)
    return groupsOf(ground, own, within).map(group => {
      const people = group.reduce((sum, { peopleNight }) => sum + peopleNight, 0)
      const meters = Math.round(Math.min(...group.map(each => each.meters)))
      const { name, nameEn } = group[0]?.water ?? { name: '', nameEn: '' }
      const at = middleOf(group)
      return {
        key: `river:${water}:${group[0]?.ordinal ?? 0}`,
        name: { zh: `${name || '河道'}沿岸住区`, en: `Homes along ${nameEn || name || 'the river'}` },
        lngLat: nearestTo(ground, group, at)?.lngLat ?? at,
        reachMeters: Math.min(800, Math.round(60 * Math.sqrt(group.length))),
        reasons: [
          {
            zh: `${group.length} 个单元网格距${name || '河道'}不超过 ${withinMeters} m（最近 ${meters} m），夜间 ${people} 人`,
            en: `${group.length} cells within ${withinMeters} m of ${nameEn || name || 'the river'} (the nearest ${meters} m), ${people} people at night`,
          },
        ],
        facts: { cells: group.map(({ ordinal }) => ordinal), people, meters },
      }
    })
  })
}

interface Side extends HeldCell {
  water: MapLine
  meters: number
}

/** The nearest water of each cell that has one within reach; waters far off by their box are not measured. */
function bySide(
  ground: Registers['ground'],
  cells: HeldCell[],
  { map, withinMeters }: { map: MapFacts | null; withinMeters: number },
): Side[] {
  const waters = (map ?? { rivers: [] }).rivers.flatMap(water => boxes(ground, water))
  return cells.flatMap(cell => {
    const [x, y] = ground.xy(cell.lngLat)
    let best: Side | undefined
    for (const { water, line, box } of waters) {
      const [west, south, east, north] = box
      const apart = Math.max(west - x, x - east, south - y, y - north)
      if (apart > Math.min(withinMeters, best?.meters ?? Infinity)) continue
      const meters = ground.toLine(cell.lngLat, line)
      if (meters <= withinMeters && meters < (best?.meters ?? Infinity)) best = { ...cell, water, meters }
    }
    return best ? [best] : []
  })
}

const stretch = 16

/** A long water in stretches, each with its box in metres. */
function boxes(ground: Registers['ground'], water: MapLine) {
  const parts: { water: MapLine; line: LngLat[]; box: [number, number, number, number] }[] = []
  for (let i = 0; i + 1 < water.line.length; i += stretch) {
    const line = water.line.slice(i, i + stretch + 1)
    const xs = line.map(at => ground.xy(at)[0])
    const ys = line.map(at => ground.xy(at)[1])
    parts.push({ water, line, box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] })
  }
  return parts
}

/** Cells with people on steep ground. */
export function steepSlopes({ cells, ground, slopeAt }: Registers, parameters: Parameters): Finding[] {
  if (!slopeAt) return []
  const degrees = parameters.number('degrees')
  const steep = cells.flatMap(cell => {
    const slope = cell.peopleNight >= parameters.number('people') ? slopeAt(cell.lngLat) : null
    return slope !== null && slope >= degrees ? [{ ...cell, slope }] : []
  })
  const within = { withinMeters: parameters.number('clusterMeters'), least: parameters.number('least') }
  return groupsOf(ground, steep, within).map(group => {
    const most = Math.round(Math.max(...group.map(({ slope }) => slope)))
    const people = group.reduce((sum, { peopleNight }) => sum + peopleNight, 0)
    return {
      key: `slope:${group[0]?.ordinal ?? 0}`,
      name: { zh: '人居陡坡', en: 'Steep ground with people on it' },
      lngLat: middleOf(group),
      reasons: [
        {
          zh: `${group.length} 个单元网格坡度不小于 ${degrees}°（最大 ${most}°），夜间 ${people} 人`,
          en: `${group.length} cells with a slope of ${degrees}° or more (up to ${most}°), ${people} people at night`,
        },
      ],
      facts: { cells: group.map(({ ordinal }) => ordinal), degrees: most, people },
    }
  })
}
