import type { Both } from '../../region/place.ts'
import type { InputsOf, ThreatRing } from '../threat.ts'
import type { Asked, Found, Refused } from './asked.ts'
import { dispersionSource, plumeRange } from './dispersion-table.ts'
import { distanceText, isolationOf } from './erg.ts'
import { ergNotice, ergSource } from './erg-table.ts'
import { downwindSquare, type Spot, squareWithCircle, turned } from './plane.ts'
import { kgPerCubicMeterOf, outlineOf, type Plume, stretchOf, windAt } from './plume.ts'
import { figure, outlined, round } from './ring.ts'
import { both, joined } from './sourced.ts'
import { stabilityOf } from './stability.ts'
import type { Substance } from './substance-table.ts'
import { aeglMinutes, toxicity } from './toxicity-table.ts'

/** Initial isolation and protective action. */
export function ergOf(
  { lngLat, inputs, weather }: Asked<InputsOf<'erg'>>,
  { un, name }: Substance,
): Found | Refused {
  const windKmh = weather.windMetersPerSecond * 3.6
  const found = isolationOf({ ...inputs, un, night: weather.night, windKmh })
  if (!found) {
    const words = both('表中没有这种容器，请另选', 'The table has no such container; choose another')
    return { refused: words, path: 'inputs.container', instead: null }
  }
  const { isolationMeters, protectiveMeters, orMore } = found
  const isolation = round(lngLat, isolationMeters, {
    key: 'isolation',
    label: both('初始隔离区', 'Initial isolation'),
    says: both('所有人沿侧风方向撤离', 'Everybody leaves across the wind'),
    value: isolationMeters,
    unit: 'm',
  })
  const rings: ThreatRing[] = [isolation]
  if (protectiveMeters !== null) {
    const turn = turned(weather.windFromDegrees)
    const outline = squareWithCircle(protectiveMeters, isolationMeters).map(turn)
    rings.push({
      ...outlined(lngLat, outline, {
        key: 'protective',
        label: both('防护行动区', 'Protective action'),
        says: both('下风向撤离或就地避险', 'Downwind: leave or shelter in place'),
        value: protectiveMeters,
        unit: 'm',
        beyond: orMore,
      }),
      reachMeters: downwindSquare(protectiveMeters).reduce(
        (most, [x, y]) => Math.max(most, Math.hypot(x, y)),
        0,
      ),
    })
  }
  const protective = protectiveMeters === null ? '—' : distanceText(found)
  return {
    rings,
    source: { ...ergSource, clause: tables[found.table] },
    working: [
      { label: both('物质', 'Substance'), value: both(`UN ${un} ${name.zh}`, `UN ${un} ${name.en}`) },
      { label: both('初始隔离', 'Initial isolation'), value: `${isolationMeters} m` },
      { label: both('防护行动', 'Protective action'), value: protective },
    ],
    more: [ergNotice],
  }
}

const tables = { 'table-1': 'Table 1', 'table-3': 'Table 3', 'orange-guide': both('橙页', 'orange guide') }

interface Threshold {
  key: string
  label: Both
  ppm: number
  says: Both
}

const aeglSays = [
  both('明显不适，可恢复', 'Notable discomfort, passing'),
  both('不可逆或严重的健康影响，逃生受阻', 'Lasting or serious harm, escape impaired'),
  both('危及生命', 'Danger to life'),
]

/** The thresholds of a substance that stand in the tables, lowest first. */
function thresholdsOf(key: string, { thresholds, minutes }: InputsOf<'plume'>): Threshold[] {
  const table = toxicity[key]
  if (!table) return []
  if (thresholds === 'idlh') {
    const says = both('30 min 内可逃生而无永久伤害的上限', 'Escape within 30 min without lasting harm')
    return table.idlh === null ? [] : [{ key: 'idlh', label: both('IDLH', 'IDLH'), ppm: table.idlh, says }]
  }
  const at = aeglMinutes.indexOf(minutes)
  const values = thresholds === 'aegl' ? table.aegl.map(row => row?.[at] ?? null) : table.erpg
  const name = thresholds.toUpperCase()
  const time = thresholds === 'aegl' ? minutes : 60
  return values.flatMap((ppm, i) =>
    ppm === null
      ? []
      : [
          {
            key: `${thresholds}-${i + 1}`,
            label: both(`${name}-${i + 1}（${time} min）`, `${name}-${i + 1} (${time} min)`),
            ppm,
            says: aeglSays[i] ?? both('', ''),
          },
        ],
  )
}

/** Isopleths at ground level. */
export function plumeOf(
  { lngLat, inputs, weather }: Asked<InputsOf<'plume'>>,
  substance: Substance,
): Found | Refused {
  if (weather.windMetersPerSecond < plumeRange.leastWind) {
    const words = both(
      `风速低于 ${plumeRange.leastWind} m/s，高斯烟羽模型不适用，请改用应急指南（ERG）隔离距离`,
      `Below ${plumeRange.leastWind} m/s of wind the Gaussian plume does not hold; use the guide (ERG) distances`,
    )
    return { refused: words, path: 'weather.windMetersPerSecond', instead: 'erg' }
  }
  const classes = stabilityOf(weather)
  const { surface, heightMeters, rateKgPerSecond } = inputs
  const wind = windAt(weather.windMetersPerSecond, { classes, surface, heightMeters })
  const plume: Plume = { rateKgPerSecond, windMetersPerSecond: wind, classes, surface, heightMeters }
  const turn = turned(weather.windFromDegrees)
  const thresholds = thresholdsOf(substance.key, inputs)
  const rings = thresholds.flatMap(({ ppm, ...threshold }) => {
    const level = kgPerCubicMeterOf(ppm, substance.molarMass)
    const outline: readonly Spot[] | null = outlineOf(plume, level)
    if (!outline) return []
    const beyond = stretchOf(plume, level)?.beyond ?? false
    return [outlined(lngLat, outline.map(turn), { ...threshold, value: ppm, unit: 'ppm', beyond })]
  })
  const missed = thresholds.filter(({ key }) => !rings.some(ring => ring.key === key))
  return {
    rings,
    source: {
      ...dispersionSource,
      clause: joined([dispersionSource.clause, inputs.thresholds.toUpperCase()]),
      verified: false,
    },
    working: [
      { label: both('稳定度', 'Stability'), value: classes.join('–') },
      { label: both('释放高度风速', 'Wind at the release'), value: `${figure(wind, 3)} m/s` },
      { label: both('源强', 'Rate'), value: `${figure(rateKgPerSecond)} kg/s` },
      {
        label: both('扩散参数', 'Spread'),
        value:
          surface === 'urban' ? both('Briggs 城市', 'Briggs urban') : both('Briggs 乡村', 'Briggs rural'),
      },
    ],
    more: missed.map(({ label, ppm }) =>
      both(
        `地面浓度达不到 ${label.zh} ${ppm} ppm`,
        `${label.en}, ${ppm} ppm, is nowhere reached at ground level`,
      ),
    ),
  }
}
