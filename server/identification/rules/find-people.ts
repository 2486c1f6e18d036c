import { middleOf } from './ground.ts'
import { groupsOf } from './groups.ts'
import type { Finding, HeldTarget, Parameters, Registers } from './registers.ts'

const tagged = ({ tag }: HeldTarget) =>
  tag
    ? [{ zh: `地图标签 ${tag}`, en: `Map tag ${tag}` }]
    : [{ zh: '重点目标名录', en: 'Register of targets' }]

const ofTarget = (target: HeldTarget): Pick<Finding, 'key' | 'name' | 'lngLat'> => ({
  key: `target:${target.id}`,
  name: { zh: target.name, en: target.nameEn },
  lngLat: target.lngLat,
})

/** Registered places with many people in them at once. */
export function crowdedTargets({ targets }: Registers, parameters: Parameters): Finding[] {
  const least = parameters.number('people')
  return targets
    .filter(({ people }) => people >= least)
    .map(target => ({
      ...ofTarget(target),
      kind: target.kind === 'school' || target.kind === 'kindergarten' ? 'school-gate' : 'crowd',
      reasons: [
        {
          zh: `登记人数 ${target.people}，达到 ${least} 人`,
          en: `${target.people} people registered, ${least} or more`,
        },
        ...tagged(target),
      ],
      facts: { target: target.id, people: target.people },
    }))
}

/** Targets of a kind that is a risk point by what it is. */
export function targetsOfKind({ targets }: Registers, parameters: Parameters): Finding[] {
  const kinds = new Set(parameters.list('targetKinds'))
  return targets
    .filter(({ kind }) => kinds.has(kind))
    .map(target => ({
      ...ofTarget(target),
      reasons: tagged(target),
      facts: { target: target.id, kind: target.kind, tag: target.tag },
    }))
}

/** Quarters of many cells side by side with many people at night. */
export function crowdedCells({ cells, ground }: Registers, parameters: Parameters): Finding[] {
  const least = parameters.number('people')
  const dense = cells.filter(({ peopleNight }) => peopleNight >= least)
  const within = { withinMeters: parameters.number('withinMeters'), least: parameters.number('least') }
  return groupsOf(ground, dense, within).map(group => {
    const people = group.reduce((sum, { peopleNight }) => sum + peopleNight, 0)
    return {
      key: `cell:${group[0]?.ordinal ?? 0}`,
      name: { zh: `人口高密度片区（${people} 人）`, en: `Densely peopled quarter (${people})` },
      lngLat: middleOf(group),
      reachMeters: Math.min(600, Math.round(60 * Math.sqrt(group.length))),
      reasons: [
        {
          zh: `${group.length} 个相连单元网格夜间均不少于 ${least} 人，合计 ${people} 人`,
          en: `${group.length} cells side by side, each with ${least} people or more at night, ${people} in all`,
        },
      ],
      facts: { cells: group.map(({ ordinal }) => ordinal), people },
    }
  })
}
