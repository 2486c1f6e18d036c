import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { Both } from '../../server/region/place.ts'
import type { Spot } from '../../server/region/rules/lattice.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import type { PenKind } from './boundary-pen.svelte.ts'

interface Drawn {
  kind: PenKind
  line: Spot[]
  /** The grid that gets the ring. */
  receiver: number | undefined
  draft: BoundaryDraft
}

/** What a drawn line would do, or why it does nothing. */
export function penEdits({ kind, line, receiver, draft }: Drawn): BoundaryEdit[] | Both {
  const { coverage } = draft
  const isRing = kind === 'cut-out' || kind === 'transfer' || kind === 'thematic'
  if (line.length < (isRing ? 3 : 2)) return isRing ? words.ringShort : words.lineShort
  if (kind === 'split') return [{ kind: 'split', line }]
  if (kind === 'cut-out') return [{ kind: 'cut-out', ring: line }]
  if (kind === 'divide') return divisionsOf(line, coverage)
  if (kind === 'reshape') {
    const face = faceOf(line, coverage)
    return face === undefined ? words.twoEnds : [{ kind: 'reshape', face, line }]
  }
  return receiver === undefined ? words.noReceiver : transfersTo(receiver, { line, draft })
}

function transfersTo(to: number, { line, draft }: Pick<Drawn, 'line' | 'draft'>): BoundaryEdit[] | Both {
  const under = facesUnder(line, draft.coverage)
  const edits = under
    .filter(from => from !== to)
    .map((from): BoundaryEdit => ({ kind: 'transfer', from, to, ring: line }))
  const fitting = edits.filter(edit => draft.fits(edit))
  if (edits.length === 0) return under.length > 0 ? words.ownAlready : words.outside
  return fitting.length > 0 ? fitting : edits.slice(0, 1)
}

type Covered = BoundaryDraft['coverage']

/** The grid whose boundary is redrawn: the one that both ends touch and that the line runs through first. */
function faceOf(line: readonly Spot[], coverage: Covered): number | undefined {
  const middle = line[Math.floor(line.length / 2)]
  const inside = middle && coverage.faceAt(middle)
  const [a, b] = [line[0], line.at(-1)].map(spot =>
    spot ? (coverage.nearest(spot, { reach: 2 })?.faces ?? []) : [],
  )
  const both = a?.filter(face => b?.includes(face)) ?? []
  return both.find(face => face === inside) ?? both[0]
}

/** A line through a grid that was divided a moment ago parts its lower grids further; any other one divides. */
function divisionsOf(line: readonly Spot[], coverage: Covered): BoundaryEdit[] | Both {
  const [a, b] = line
  if (!a || !b) return words.lineShort
  const between: Spot = [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)]
  const middle = line.length > 2 ? (line[1] ?? between) : between
  const face = coverage.faceAt(middle)
  if (face === undefined) return words.outside
  const above = coverage.aboveOf(face)
  if (face < 0 && above !== null) {
    const faces = coverage.childrenOf(above).filter(id => coverage.has(id))
    return [{ kind: 'split', line: [...line], faces }]
  }
  return [{ kind: 'divide', face, lines: [[...line]] }]
}

/** The faces in or under a ring: those with a vertex or a crossing edge inside its box, and the one round it. */
function facesUnder(ring: readonly Spot[], coverage: Covered): number[] {
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] as const
  const beside = coverage.edgesIn(box).flatMap(({ left, right }) => [left, right])
  const middle: Spot = [Math.round((box[0] + box[2]) / 2), Math.round((box[1] + box[3]) / 2)]
  const found = [...ring, middle].flatMap(spot => coverage.faceAt(spot) ?? [])
  return [...new Set([...found, ...beside.filter(face => face !== null)])]
}

const words = {
  outside: { zh: '这里不在任何网格内', en: 'There is no grid here' },
  twoEnds: {
    zh: '线的两端要落在同一个网格的边界上',
    en: 'Both ends of the line must lie on the boundary of one grid',
  },
  noReceiver: { zh: '先点选接收的网格', en: 'Pick the grid that receives it first' },
  ownAlready: { zh: '这块地已经属于接收的网格', en: "This ground is the receiving grid's already" },
  lineShort: {
    zh: '至少点两处，线的两端要到边界',
    en: 'Set two corners at least; the line goes from boundary to boundary',
  },
  ringShort: { zh: '至少点三处，围出一块地', en: 'Set three corners at least, round a piece of ground' },
}
