import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { Coverage } from '../../server/grid/rules/coverage.ts'
import type { FaceRings } from '../../server/grid/rules/coverage-edit.ts'
import { type Spot, same } from '../../server/region/rules/lattice.ts'

/** Numbers from 0 to below 1 that a seed decides. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export const origin: Spot = [1_170_000_000, 280_000_000]

/** Units between two corners of the board: about 110 m. */
export const stepUnits = 10_000

/** A board of crooked faces with vertices between the corners; every other side of it runs askew. */
export function board({ columns, rows, seed = 1, bends = 2 }: Board): FaceRings[] {
  const random = randomOf(seed)
  const wobble = Array.from({ length: (columns + 1) * (rows + 1) * 2 }, () =>
    Math.floor((random() - 0.5) * 4000),
  )
  const corner = (column: number, row: number): Spot => {
    const at = (row * (columns + 1) + column) * 2
    return [
      origin[0] + column * stepUnits + (wobble[at] ?? 0),
      origin[1] + row * stepUnits + (wobble[at + 1] ?? 0),
    ]
  }
  const side = (a: Spot, b: Spot): Spot[] => {
    const isForward = a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
    const [p, q] = isForward ? [a, b] : [b, a]
    const between = Array.from({ length: bends }, (_, i): Spot => {
      const share = (i + 1) / (bends + 1)
      const sway = (((p[0] * 7 + q[1] * 13 + i * 31) % 97) - 48) * 8
      return [
        Math.round(p[0] + (q[0] - p[0]) * share) + sway,
        Math.round(p[1] + (q[1] - p[1]) * share) - sway,
      ]
    })
    return [a, ...(isForward ? between : between.toReversed())]
  }
  return Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    const corners = [
      corner(column, row),
      corner(column + 1, row),
      corner(column + 1, row + 1),
      corner(column, row + 1),
    ]
    return { id: i + 1, rings: [corners.flatMap((a, k) => side(a, corners[(k + 1) % 4] ?? a))] }
  })
}

interface Board {
  columns: number
  rows: number
  seed?: number
  bends?: number
}

interface Around {
  coverage: Coverage
  random: () => number
  face: number
  ring: Spot[]
  at: Spot
}

/** Edits of one level; those between levels are made where they are wanted. */
type Kind = Exclude<BoundaryEdit['kind'], 'divide' | 'undivide'>

const kinds: Record<Kind, (around: Around) => BoundaryEdit> = {
  'move-vertex': ({ ring, random }) => {
    const from = pick(ring, random)
    return { kind: 'move-vertex', from, to: near(from, random, 3000) }
  },
  'insert-vertex': ({ ring, random }) => {
    const [a, b] = side(ring, random)
    const middle: Spot = [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]
    return { kind: 'insert-vertex', between: [a, b], at: near(middle, random, 300) }
  },
  'delete-vertex': ({ ring, random }) => ({ kind: 'delete-vertex', at: pick(ring, random) }),
  'move-edge': ({ ring, random }) => ({
    kind: 'move-edge',
    between: side(ring, random),
    by: near([0, 0], random, 1500),
  }),
  reshape: ({ face, ring, random }) => {
    const start = Math.floor(random() * ring.length)
    const end = (start + 1 + Math.floor(random() * 4)) % ring.length
    const [a, b] = [ring[start] ?? origin, ring[end] ?? origin]
    const middle: Spot = [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]
    return { kind: 'reshape', face, line: [a, near(middle, random, 3000), near(middle, random, 3000), b] }
  },
  split: ({ at, face, random }) => {
    const line = random() < 0.3 ? long(at, random) : [near(at, random, 12_000), at, near(at, random, 12_000)]
    return random() < 0.3 ? { kind: 'split', line, faces: [face] } : { kind: 'split', line }
  },
  merge: ({ coverage, face, random }) => {
    const others = coverage.edgesOf(face).flatMap(({ other }) => other ?? [])
    const other = others.length > 0 ? pick(others, random) : face
    // Joined to whatever is beside it, one face would swallow the board: most of the time the smallest goes.
    const least = random() < 0.7 ? smallest(coverage, others) : undefined
    if (least !== undefined) return { kind: 'merge', faces: [face, least] }
    return { kind: 'merge', faces: random() < 0.1 ? [face, other, face + 1] : [face, other] }
  },
  'cut-out': ({ ring, at, random }) => ({
    kind: 'cut-out',
    ring: loop(random() < 0.3 ? pick(ring, random) : at, random, 2500),
  }),
  transfer: ({ coverage, face, random }) => {
    const edges = coverage.edgesOf(face).filter(({ other }) => other !== null)
    const edge = edges[Math.floor(random() * edges.length)]
    return {
      kind: 'transfer',
      from: face,
      to: edge?.other ?? face + 1,
      ring: loop(edge?.a ?? origin, random, 2500),
    }
  },
  simplify: ({ face, random }) => ({
    kind: 'simplify',
    faces: [face],
    toleranceMeters: 1 + random() * 4,
    // Said, and without effect where the outer boundary stays.
    outer: true,
  }),
}

// Merging comes about as often as dividing, so that the number of faces stays about the same.
const mix: Kind[] = [
  'move-vertex',
  'move-vertex',
  'insert-vertex',
  'delete-vertex',
  'move-edge',
  'reshape',
  'reshape',
  'split',
  'merge',
  'merge',
  'merge',
  'cut-out',
  'transfer',
  'transfer',
  'simplify',
]

/** An edit of a random kind at a random place of the board; it may well be one that is refused. */
export function randomEdit(
  coverage: Coverage,
  { random, columns, rows }: { random: () => number; columns: number; rows: number },
): BoundaryEdit {
  const at: Spot = [
    origin[0] + Math.floor(random() * columns * stepUnits),
    origin[1] + Math.floor(random() * rows * stepUnits),
  ]
  const face = coverage.faceAt(at) ?? 1
  const rings = coverage.ringsOf(face)
  const ring = rings[Math.floor(random() * rings.length)] ?? [origin]
  const kind = pick(mix, random)
  // What is merged is divided again, so that the board stays about as full and its faces about as large.
  const isLarge = rings.flat().length > 60
  const isHuge = rings.flat().length > 150
  const isThin = coverage.size.faces < columns * rows
  const isCrowded = coverage.size.faces > columns * rows * 1.5
  const instead = isThin ? 'split' : isLarge ? 'simplify' : 'merge'
  const joined = isCrowded && (kind === 'split' || kind === 'cut-out') ? 'merge' : kind
  const chosen = kind === 'merge' ? instead : joined
  return kinds[isHuge && !isCrowded && random() < 0.5 ? 'split' : chosen]({
    coverage,
    random,
    face,
    ring,
    at,
  })
}

function smallest(coverage: Coverage, faces: readonly number[]): number | undefined {
  const sizes = [...new Set(faces)].map(face => ({ face, edges: coverage.edgesOf(face).length }))
  return sizes.sort((a, b) => a.edges - b.edges || a.face - b.face)[0]?.face
}

const pick = <T>(all: readonly T[], random: () => number): T => {
  const one = all[Math.floor(random() * all.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

const near = ([x, y]: Spot, random: () => number, reach: number): Spot => [
  x + Math.floor((random() - 0.5) * 2 * reach),
  y + Math.floor((random() - 0.5) * 2 * reach),
]

function side(ring: Spot[], random: () => number): [Spot, Spot] {
  const i = Math.floor(random() * ring.length)
  return [ring[i] ?? origin, ring[(i + 1) % ring.length] ?? origin]
}

function long(at: Spot, random: () => number): Spot[] {
  const [dx, dy] = near([0, 0], random, 25_000)
  return [
    [at[0] - dx, at[1] - dy],
    [at[0] + dx, at[1] + dy],
  ]
}

function loop([x, y]: Spot, random: () => number, reach: number): Spot[] {
  const count = 3 + Math.floor(random() * 4)
  const spots = Array.from({ length: count }, (_, i): Spot => {
    const [angle, radius] = [((i + random() * 0.8) / count) * 2 * Math.PI, reach * (0.3 + random())]
    return [x + Math.round(Math.cos(angle) * radius), y + Math.round(Math.sin(angle) * radius)]
  })
  const ring = spots.filter((spot, i) => !same(spot, spots[(i + 1) % count] ?? [0, 0]))
  return random() < 0.5 ? ring : ring.toReversed()
}
