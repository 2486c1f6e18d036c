import type { Both } from '../../region/place.ts'
import type { InputsOf } from '../threat.ts'
import type { Asked, Found } from './asked.ts'
import { deathRadius, distanceOf, epaCloudMeters, propertyRadius, tntOf } from './blast.ts'
import { blastSources, chineseRings, damages, epaCloud, tntEnergy, tntSource } from './blast-table.ts'
import { bleveOf, bleveSource } from './bleve.ts'
import { emissivePower, fireballDistance, fireballOf, flameHeight, poolDistance, poolRate } from './fire.ts'
import { fireballSource, poolSource, thermalLevels } from './fire-table.ts'
import { blastProbits, shareOf, thermalDose, thermalProbits } from './probit.ts'
import { figure, nothing, round } from './ring.ts'
import { both, type Sourced } from './sourced.ts'
import type { Substance } from './substance-table.ts'

const meters = (value: number) => `${figure(value)} m`

/** Damage of the highest listed pressure that is reached. */
const damageAt = (kpa: number): Both => damages.find(each => kpa >= each.kpa)?.says ?? nothing
const heatAt = (kw: number): Both => thermalLevels.find(each => kw >= each.kw)?.says ?? nothing

const join = (one: Both, other: Both): Both =>
  both([one.zh, other.zh].filter(Boolean).join('；'), [one.en, other.en].filter(Boolean).join('; '))

const percent = (share: number) => (share < 0.001 ? '< 0.1%' : `${figure(share * 100, 2)}%`)
const lungs = (kpa: number): Both => {
  const share = percent(shareOf(blastProbits.lung(kpa * 1000)))
  return kpa < 50 ? nothing : both(`肺出血致死 ${share}`, `${share} die of lung haemorrhage`)
}

/** Overpressure rings. */
export function blastOf({ lngLat, inputs }: Asked<InputsOf<'explosion'>>, substance: Substance): Found {
  const combustion = substance.combustion ?? 0
  const tnt = tntOf(inputs.massKg, combustion, inputs.efficiency)
  const working = [
    {
      label: both('TNT 当量', 'TNT equivalent'),
      value: `${figure(inputs.efficiency)} × ${figure(inputs.massKg)} kg × ${combustion} / ${tntEnergy} = ${figure(tnt)} kg`,
    },
    { label: both('方法', 'Method'), value: inputs.method },
  ]
  if (inputs.method === 'epa') return { ...epaOf({ lngLat, massKg: inputs.massKg, combustion }), working }
  if (inputs.method === 'chinese') return { ...chineseOf(lngLat, tnt), working }
  const { method } = inputs
  const found = once(inputs.levelsKpa).map(kpa => ({ kpa, radius: distanceOf(kpa, tnt, method) }))
  const rings = found.flatMap(({ kpa, radius }) =>
    radius === null
      ? []
      : [
          round(lngLat, radius, {
            key: `kpa-${kpa}`,
            label: both(`超压 ${kpa} kPa`, `${kpa} kPa`),
            says: join(damageAt(kpa), lungs(kpa)),
            value: kpa,
            unit: 'kPa',
          }),
        ],
  )
  const source: Sourced = { ...blastSources[method], verified: false }
  const more = found
    .filter(({ radius }) => radius === null)
    .map(({ kpa }) => both(`${kpa} kPa 超出拟合公式的范围`, `${kpa} kPa is outside the range of the fit`))
  return { rings, working, source, more }
}

function epaOf({
  lngLat,
  massKg,
  combustion,
}: {
  lngLat: Asked['lngLat']
  massKg: number
  combustion: number
}) {
  const label = both('EPA 终点 1 psi（6.9 kPa）', 'EPA endpoint, 1 psi (6.9 kPa)')
  return {
    rings: [
      round(lngLat, epaCloudMeters(massKg, combustion), {
        key: 'epa',
        label,
        says: damageAt(epaCloud.kpa),
        value: epaCloud.kpa,
        unit: 'kPa',
      }),
    ],
    source: { ...tntSource, standard: 'EPA RMP OCA', clause: 'vapour cloud explosion, 1 psi' },
  }
}

function chineseOf(lngLat: Asked['lngLat'], tnt: number) {
  const bySevere = distanceOf(chineseRings.severeKpa, tnt)
  const bySlight = distanceOf(chineseRings.slightKpa, tnt)
  const radii: [string, Both, number | null, number | undefined][] = [
    ['death', both('死亡半径', 'Death'), deathRadius(tnt), undefined],
    ['severe', both('重伤半径', 'Severe injury'), bySevere, chineseRings.severeKpa],
    ['slight', both('轻伤半径', 'Slight injury'), bySlight, chineseRings.slightKpa],
    ['property', both('财产损失半径', 'Property loss'), propertyRadius(tnt), undefined],
  ]
  const rings = radii.flatMap(([key, label, radius, kpa]) =>
    radius === null
      ? []
      : [round(lngLat, radius, kpa === undefined ? { key, label } : { key, label, value: kpa, unit: 'kPa' })],
  )
  return { rings, source: chineseRings.source }
}

/** Distances of a bursting vessel of liquefied petroleum gas. */
export function bleveRings({ lngLat, inputs }: Asked<InputsOf<'bleve'>>): Found {
  const { fireballRadius, response, evacuation, preferred } = bleveOf(inputs.massKg)
  const ring = (key: string, label: Both, radius: number) =>
    round(lngLat, radius, { key, label, value: radius, unit: 'm' })
  return {
    rings: [
      ring('fireball', both('火球半径', 'Fireball'), fireballRadius),
      ring('response', both('应急人员距离', 'Responders keep off'), response),
      ring('evacuation', both('最小疏散距离', 'Least evacuation'), evacuation),
      ring('preferred', both('推荐疏散距离', 'Preferred evacuation'), preferred),
    ],
    working: [
      {
        label: both('火球半径', 'Fireball radius'),
        value: `3 × ${figure(inputs.massKg)}^⅓ = ${meters(fireballRadius)}`,
      },
      { label: both('疏散', 'Evacuation'), value: `${meters(evacuation)} – ${meters(preferred)}` },
    ],
    source: bleveSource,
  }
}

const burnt = (kw: number, seconds: number): Both => {
  const share = percent(shareOf(thermalProbits.eisenberg(thermalDose(kw * 1000, seconds))))
  const time = figure(seconds, 3)
  return both(`暴露 ${time} s 致死约 ${share}`, `about ${share} die in ${time} s`)
}

/** Heat rings of a fireball. */
export function fireballRings({ lngLat, inputs }: Asked<InputsOf<'fireball'>>, substance: Substance): Found {
  const burning = { massKg: inputs.massKg, combustion: substance.combustion ?? 0 }
  const { diameter, seconds, centerHeight } = fireballOf(inputs.massKg)
  return {
    rings: once(inputs.levelsKw).map(kw => heatRing(lngLat, fireballDistance(burning, kw), { kw, seconds })),
    working: [
      { label: both('直径', 'Diameter'), value: meters(diameter) },
      { label: both('持续时间', 'Duration'), value: `${figure(seconds, 3)} s` },
      { label: both('中心高度', 'Height of its middle'), value: meters(centerHeight) },
      { label: both('表面辐射', 'Surface power'), value: `${figure(emissivePower(burning))} kW/m²` },
    ],
    source: fireballSource,
  }
}

/** Heat rings of a burning pool. */
export function poolOf({ lngLat, inputs }: Asked<InputsOf<'pool-fire'>>, substance: Substance): Found {
  const { diameterMeters, burningRate } = inputs
  const burning = { diameterMeters, burningRate, combustion: substance.combustion ?? 0 }
  return {
    rings: once(inputs.levelsKw).map(kw => heatRing(lngLat, poolDistance(burning, kw), { kw, seconds: 60 })),
    working: [
      { label: both('火焰高度', 'Flame height'), value: meters(flameHeight(burning)) },
      { label: both('燃烧速率', 'Burning'), value: `${figure(poolRate(burning))} kg/s` },
    ],
    source: poolSource,
  }
}

/** A level asked for twice has one ring: rings are known by their levels. */
const once = (levels: readonly number[]) => [...new Set(levels)]

const heatRing = (
  lngLat: Asked['lngLat'],
  radius: number,
  { kw, seconds }: { kw: number; seconds: number },
) =>
  round(lngLat, radius, {
    key: `kw-${kw}`,
    label: both(`热辐射 ${kw} kW/m²`, `${kw} kW/m²`),
    says: join(heatAt(kw), burnt(kw, seconds)),
    value: kw,
    unit: 'kW/m²',
  })
