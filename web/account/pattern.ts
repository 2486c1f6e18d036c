import type { Level } from '../look/level.ts'

type Spot = [x: number, y: number, reach: number]

export const width = 1120
export const height = 900
export const lake: [x: number, y: number] = [560, 470]
const cell = 24
const rings = [86, 160, 250, 350]
const spokes = 16
const hot: Spot[] = [
  [838, 250, 150],
  [250, 640, 96],
  [690, 760, 104],
]

const noise = (x: number, y: number) => {
  const value = Math.sin(x * 12.9898 + y * 78.233) * 43758.5453
  return value - Math.floor(value)
}

function levelAt(x: number, y: number): Level {
  const grain = noise(x, y)
  if (grain > 0.965) return 0
  const heat = Math.max(
    ...hot.map(([cx, cy, reach]) => (1 - Math.hypot(x - cx, y - cy) / (reach * 2.2)) * (reach / 150)),
  )
  const warmth = heat + (grain - 0.5) * 0.16
  if (warmth > 0.66) return 1
  if (warmth > 0.4) return 2
  return warmth > 0.08 ? 3 : 4
}

const riverAt = (x: number) => 92 - x * 0.07 + Math.sin(x / 170) * 22

const isWater = (x: number, y: number) =>
  Math.hypot(x - lake[0], y - lake[1]) < 62 || Math.abs(y - riverAt(x)) < 26

/** The town of the sign-in picture: one path of square cells for each level. */
export function cellPaths(): { level: Level; path: string }[] {
  const paths: Record<Level, string[]> = { 0: [], 1: [], 2: [], 3: [], 4: [] }
  for (let y = 0; y < height; y += cell) {
    for (let x = 0; x < width; x += cell) {
      if (isWater(x + cell / 2, y + cell / 2)) continue
      paths[levelAt(x + cell / 2, y + cell / 2)].push(
        `M${x + 0.5} ${y + 0.5}h${cell - 1}v${cell - 1}h${1 - cell}z`,
      )
    }
  }
  const levels: Level[] = [0, 1, 2, 3, 4]
  return levels.map(level => ({ level, path: paths[level].join('') }))
}

const circle = (radius: number) =>
  `M${lake[0] - radius} ${lake[1]}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0`

/** Ring roads round the lake, avenues out of it, and the straight streets of the outer town. */
export function roadPaths(): { avenues: string; streets: string } {
  const avenues = Array.from({ length: spokes }, (_, place) => {
    const angle = (place / spokes) * Math.PI * 2
    const reach = place % 4 === 0 ? 1200 : 350
    const from = `${lake[0] + Math.cos(angle) * 62} ${lake[1] + Math.sin(angle) * 62}`
    return `M${from}L${lake[0] + Math.cos(angle) * reach} ${lake[1] + Math.sin(angle) * reach}`
  })
  const across = [118, 190, 760, 832].map(y => `M0 ${y}H${width}`)
  const down = [94, 166, 958, 1030].map(x => `M${x} 0V${height}`)
  return { avenues: [...rings.map(circle), ...avenues].join(''), streets: [...across, ...down].join('') }
}

/** The river as one line across the picture. */
export function riverPath(): string {
  const points = Array.from({ length: width / 40 + 2 }, (_, place) => `${place * 40} ${riverAt(place * 40)}`)
  return `M${points.join('L')}`
}
