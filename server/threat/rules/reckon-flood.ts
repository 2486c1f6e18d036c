import type { InputsOf, ThreatRing } from '../threat.ts'
import type { Asked, Found, Refused } from './asked.ts'
import { bathtub, type Flood, voidHeight } from './flood.ts'
import { figure } from './ring.ts'
import { both } from './sourced.ts'
import { cellAt, cellSquareMeters, heightAt, type Terrain, wetArea } from './terrain.ts'

/** Depths in metres whose outlines are drawn; 0 is the whole water. */
const depths = [0, 0.5, 1.5] as const
const says = [
  both('地面见水', 'Ground under water'),
  both('行人涉水危险，小型车熄火', 'Dangerous on foot, small cars stall'),
  both('一层进水，须用船转移', 'Ground floors under water, boats needed'),
]

/** Ground under water at a level. */
export function floodOf({ lngLat, inputs, terrain }: Asked<InputsOf<'flood'>>): Found | Refused {
  const level = inputs.waterLevelMeters
  if (!terrain) {
    const words = both(
      '这个镇街还没有地形，请管理员用 npm run import -- terrain 导入 SRTM .hgt',
      'This town has no terrain; an administrator imports SRTM .hgt by npm run import -- terrain',
    )
    return { refused: words, path: 'inputs.model', instead: null }
  }
  const seed = cellAt(terrain, lngLat)
  const ground = heightAt(terrain, lngLat)
  if (seed === null || ground === null) {
    const words = both(
      '此处没有高程数据，请另选起点',
      'Nobody measured the ground here; choose another place',
    )
    return { refused: words, path: 'lngLat', instead: null }
  }
  if (ground >= level) {
    const words = both(
      `起点地面高 ${ground} m，不低于水位 ${level} m；请抬高水位或选河道、低洼处`,
      `The ground at the source is ${ground} m, not below ${level} m; raise the water or choose a river or a hollow`,
    )
    return { refused: words, path: 'inputs.waterLevelMeters', instead: null, groundMeters: ground }
  }
  const flood = bathtub(terrain, { seed, level })
  const drawnRings = depths.flatMap((depth, i) => {
    const ring = deeperThan(terrain, { flood, level, depth, from: lngLat })
    return ring ? [{ ...ring, ring: { ...ring.ring, says: says[i] ?? ring.ring.says } }] : []
  })
  if (drawnRings.length === 0) {
    const words = both(
      '这个水位下水面过于破碎，画不出轮廓；请换一个水位',
      'At this level the water is too broken up to draw its outline; choose another level',
    )
    return { refused: words, path: 'inputs.waterLevelMeters', instead: null }
  }
  const dropped = drawnRings.reduce((sum, ring) => sum + ring.dropped, 0)
  return {
    rings: drawnRings.map(({ ring }) => ring),
    source: {
      standard: both('静水淹没', 'bathtub'),
      edition: terrain.edition,
      clause: both('8 邻域连通', '8-neighbour'),
      verified: false,
    },
    working: [
      { label: both('起点地面', 'Ground at the source'), value: `${ground} m` },
      { label: both('水位', 'Water level'), value: `${figure(level)} m` },
      { label: both('最大水深', 'Deepest'), value: `${figure(flood.deepest, 3)} m` },
      {
        label: both('蓄水量', 'Volume'),
        value: volumeOf(flood.depthSum * cellSquareMeters(terrain)),
      },
    ],
    more: [
      ...(flood.meetsEdge
        ? [
            both(
              '水面到达地形数据边缘，实际范围更大',
              'The water meets the edge of the terrain: the true extent is larger',
            ),
          ]
        : []),
      ...(dropped > 0 ? [both(`略去 ${dropped} 处小片水面`, `${dropped} small waters are left out`)] : []),
      ...(hasVoids(terrain) ? [both('无高程的格点按不淹没计', 'Ground nobody measured counts as dry')] : []),
    ],
  }
}

const hasVoids = ({ heights, columns, rows }: Terrain): boolean => {
  for (let i = 0; i < columns * rows; i++) if (heights[i] === voidHeight) return true
  return false
}

function deeperThan(
  terrain: Terrain,
  { flood, level, depth, from }: { flood: Flood; level: number; depth: number; from: Asked['lngLat'] },
): { ring: ThreatRing; dropped: number } | null {
  const wet = new Uint8Array(flood.wet.length)
  for (let i = 0; i < wet.length; i++)
    if (flood.wet[i] === 1 && (terrain.heights[i] ?? 0) < level - depth) wet[i] = 1
  const { dropped, ...area } = wetArea(terrain, { flood: { wet }, level: level - depth, from })
  if (area.polygon.coordinates.length === 0) return null
  const label =
    depth === 0 ? both('淹没范围', 'Flooded') : both(`水深超过 ${depth} m`, `Deeper than ${depth} m`)
  const ring = {
    key: `depth-${depth}`,
    label,
    says: both('', ''),
    value: depth,
    unit: 'm',
    beyond: flood.meetsEdge,
    ...area,
  }
  return { ring, dropped }
}

const volumeOf = (cubicMeters: number) =>
  both(`${figure(cubicMeters / 1e4, 3)} 万 m³`, `${figure(cubicMeters / 1e6, 5)} million m³`)
