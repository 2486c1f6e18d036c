import { joinFaces } from '../../server/grid/rules/build-coverage.ts'
import type { Coverage } from '../../server/grid/rules/coverage.ts'
import { bendOf } from '../../server/grid/rules/exact.ts'
import { board, randomEdit, randomOf } from './random-edits.ts'

export const wholeBoard = { columns: 500, rows: 400, villagesAcross: 95, villagesDown: 80 }

/** 200,000 unit cells below 7,600 villages, in one coverage. */
export function makeWhole({ columns, rows, villagesAcross, villagesDown }: typeof wholeBoard) {
  const faces = board({ columns, rows, bends: 1 })
  const heapBefore = heapMb()
  const began = performance.now()
  const { coverage } = joinFaces(faces)
  coverage.setParents(
    faces.map(({ id }, i) => {
      const across = Math.floor(((i % columns) * villagesAcross) / columns)
      const down = Math.floor((Math.floor(i / columns) * villagesDown) / rows)
      return [id, 1_000_000 + down * villagesAcross + across] as const
    }),
  )
  const buildSeconds = (performance.now() - began) / 1000
  return { coverage, buildSeconds, memoryMb: heapMb() - heapBefore }
}

function heapMb(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}

export interface OperationFigures {
  operations: number
  done: number
  p50Ms: number
  p95Ms: number
  undoP95Ms: number
  /** Twice the area, in square units, that no vertex on the outer boundary accounts for. */
  areaDrift: number
  comesBack: boolean
  byKind: Record<string, { done: number; refused: number; p95Ms: number }>
}

/** Random edits of every kind all over a coverage, then all of them taken back. */
export function measureOperations(
  coverage: Coverage,
  {
    operations,
    columns,
    rows,
    seed = 7,
  }: { operations: number; columns: number; rows: number; seed?: number },
): OperationFigures {
  const random = randomOf(seed)
  const [before, area] = [coverage.snapshot(), areaOf(coverage)]
  const inverses = []
  const times: { kind: string; ms: number; done: boolean }[] = []
  let bent = 0n
  for (let i = 0; i < operations; i++) {
    const edit = randomEdit(coverage, { random, columns, rows })
    const began = performance.now()
    const result = coverage.apply(edit)
    times.push({ kind: edit.kind, ms: performance.now() - began, done: result.done })
    if (!result.done) continue
    inverses.push(result.inverse)
    for (const { between, at } of result.bent) bent += bendOf(between[0], between[1], at)
  }
  const areaDrift = Number(areaOf(coverage) - area + bent)
  const undo = inverses.toReversed().map(inverse => {
    const began = performance.now()
    coverage.apply(inverse)
    return performance.now() - began
  })
  const kinds = [...new Set(times.map(({ kind }) => kind))].sort()
  return {
    operations,
    done: inverses.length,
    p50Ms: quantile(
      times.map(({ ms }) => ms),
      0.5,
    ),
    p95Ms: quantile(
      times.map(({ ms }) => ms),
      0.95,
    ),
    undoP95Ms: quantile(undo, 0.95),
    areaDrift,
    comesBack: coverage.snapshot() === before,
    byKind: Object.fromEntries(
      kinds.map(kind => {
        const all = times.filter(time => time.kind === kind)
        const p95Ms = quantile(
          all.map(({ ms }) => ms),
          0.95,
        )
        const done = all.filter(time => time.done).length
        return [kind, { done, refused: all.length - done, p95Ms: Math.round(p95Ms * 1000) / 1000 }]
      }),
    ),
  }
}

const areaOf = (coverage: Coverage) =>
  coverage.faceIds.reduce((sum, id) => sum + coverage.doubleAreaOf(id), 0n)

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0
