import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildCoverage } from '../../grid/rules/build-coverage.ts'
import { doubleArea, type Spot, spotOf } from '../../region/rules/lattice.ts'
import { checkPolygon } from '../../region/rules/validity.ts'
import type { Defect } from '../boundary.ts'
import { box, cleanly, face, hasSample, sampleFaces, spotAt } from '../test-faces.ts'
import type { Cleaned } from './clean.ts'
import type { SourceFace } from './survey.ts'

const kinds = ({ defects }: Cleaned) => defects.map(({ kind }) => kind).sort()
const only = ({ defects }: Cleaned, kind: Defect['kind']) => {
  const found = defects.filter(defect => defect.kind === kind)
  expect(found).toHaveLength(1)
  return found[0]
}
const ringsOf = ({ faces }: Cleaned) =>
  faces.map(({ polygon }) => polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf)))
const areaOf = (rings: readonly Spot[][]) => rings.reduce((sum, ring) => sum + doubleArea(ring), 0n)

/** No gap that was not left, no overlap, and every edge shared: what joins the faces finds nothing to put right. */
function expectCoverage(cleaned: Cleaned): void {
  const { report } = buildCoverage(cleaned.faces.map(({ polygon }, i) => ({ id: i + 1, polygon })))
  expect(report).toEqual({ inserted: [], excluded: [] })
  for (const { polygon } of cleaned.faces) expect(checkPolygon(polygon)).toMatchObject({ valid: true })
}

test('a clean board stays as it is', () => {
  const faces = [box(1, [0, 0]), box(2, [1, 0]), box(3, [0, 1], [2, 1])]
  const cleaned = cleanly([box(1, [0, 0]), box(2, [1, 0])])
  expect(cleaned.defects).toEqual([])
  expect(ringsOf(cleaned).map(areaOf)).toEqual(faces.slice(0, 2).map(({ parts }) => areaOf(parts[0] ?? [])))
  // The long face lacks the corner that the two others share with its edge.
  expect(only(cleanly(faces), 't-junction')).toMatchObject({ rows: [3], proposal: 'mend', asked: false })
})

test('a defect with ground is drawn as the ground whose size it says; one of a point has none', () => {
  const cleaned = cleanly([
    box(1, [0, 0], [3, 3]),
    box(2, [2, 1], [3, 1]),
    face(3, [6, 0], [9, 0], [9, 3], [6, 3], [6, 2], [8, 2], [8, 1], [6, 1]),
  ])
  const points = cleaned.defects.filter(({ squareMeters }) => squareMeters === 0)
  expect(cleaned.grounds).toHaveLength(cleaned.defects.length - points.length)
  for (const { id, polygons } of cleaned.grounds) {
    const defect = cleaned.defects.find(each => each.id === id)
    const rings = polygons.flat().map(ring => ring.slice(0, -1).map(spotOf))
    expect(id).toBe(`${defect?.kind}:${spotOf(defect?.at ?? [0, 0]).join()}:${areaOf(rings)}`)
  }
  expect(cleaned.defects.map(({ kind }) => kind)).toContain('overlap')
})

describe('each defect is found with place and size, and mended as proposed', () => {
  test('self-crossing', () => {
    const cleaned = cleanly([face(1, [0, 0], [2, 2], [2, 0], [0, 2])])
    expect(only(cleaned, 'self-crossing')).toMatchObject({ rows: [1], at: [121.901, 30.881] })
    // Both wings stay the face's, the smaller or later one as a piece that only touches.
    expect(cleaned.faces).toHaveLength(2)
    expectCoverage(cleaned)
  })

  test('an overlap goes to the one it hurts more, and is asked when it is much', () => {
    const cleaned = cleanly([box(1, [0, 0], [10, 1]), box(2, [9, 0], [2, 1])])
    expect(only(cleaned, 'overlap')).toMatchObject({
      rows: [1, 2],
      proposal: 'give:2',
      asked: true,
      choices: ['give:2', 'give:1'],
    })
    expect(cleaned.reports.map(({ lostShare }) => lostShare)).toEqual([0.1, 0])
    expectCoverage(cleaned)
    const { id } = only(cleaned, 'overlap') ?? { id: '' }
    const other = cleanly([box(1, [0, 0], [10, 1]), box(2, [9, 0], [2, 1])], { answers: { [id]: 'give:1' } })
    expect(other.reports.map(({ lostShare }) => lostShare)).toEqual([0, 0.5])
    expect(only(other, 'overlap')).toMatchObject({ id, answer: 'give:1' })
  })

  test('a sliver of overlap is mended without asking', () => {
    const cleaned = cleanly([box(1, [0, 0], [10, 10]), box(2, [9.95, 0], [10, 10])])
    expect(only(cleaned, 'sliver')).toMatchObject({ rows: [1, 2], asked: false })
    expect(only(cleaned, 'sliver')?.widthMeters).toBeLessThan(6)
    expectCoverage(cleaned)
  })

  const ring = (gap: number): SourceFace[] => [
    face(1, [0, 0], [10, 0], [10, 4], [4, 4], [4, 4 + gap], [10, 4 + gap], [10, 10], [0, 10]),
    face(2, [10, 0], [14, 0], [14, 10], [10, 10]),
  ]

  test('a narrow gap goes to the neighbour with the longest common edge', () => {
    const cleaned = cleanly(ring(0.1))
    expect(only(cleaned, 'sliver')).toMatchObject({ proposal: 'give:1', asked: false })
    expect(cleaned.faces).toHaveLength(2)
    expect(cleaned.reports[0]?.gainedSquareMeters).toBeGreaterThan(6000)
    expectCoverage(cleaned)
  })

  test('a wide gap is asked and left as long as nobody says', () => {
    const faces = ring(2)
    const gap = only(cleanly(faces), 'gap')
    expect(gap).toMatchObject({
      asked: true,
      proposal: 'leave',
      choices: ['leave', 'give:1', 'give:2', 'new'],
    })
    const filled = cleanly(faces, { answers: { [gap?.id ?? '']: 'new' } })
    expect(filled.faces.map(({ row }) => row)).toEqual([0, 1, 2])
    expectCoverage(filled)
  })

  test('a hole inside one face', () => {
    const holed: SourceFace = {
      row: 1,
      parts: [
        [
          [spotAt(0, 0), spotAt(9, 0), spotAt(9, 9), spotAt(0, 9)],
          [spotAt(3, 3), spotAt(3, 6), spotAt(6, 6), spotAt(6, 3)],
        ],
      ],
    }
    const hole = only(cleanly([holed]), 'hole')
    expect(hole).toMatchObject({ rows: [1], asked: true, proposal: 'leave' })
    expect(cleanly([holed]).faces[0]?.polygon.coordinates).toHaveLength(2)
    const filled = cleanly([holed], { answers: { [hole?.id ?? '']: 'give:1' } })
    expect(filled.faces[0]?.polygon.coordinates).toHaveLength(1)
    // What lies in a hole fills it: nothing is wrong.
    expect(kinds(cleanly([holed, box(2, [3, 3], [3, 3])]))).toEqual([])
  })

  test('a face drawn twice', () => {
    const cleaned = cleanly([box(1, [0, 0]), box(2, [1, 0]), box(3, [1, 0])])
    expect(only(cleaned, 'duplicate')).toMatchObject({ rows: [2, 3], proposal: 'drop:3', asked: true })
    expect(cleaned.faces.map(({ row }) => row)).toEqual([1, 2])
    const { id } = only(cleaned, 'duplicate') ?? { id: '' }
    const other = cleanly([box(1, [0, 0]), box(2, [1, 0]), box(3, [1, 0])], { answers: { [id]: 'drop:2' } })
    expect(other.faces.map(({ row }) => row)).toEqual([1, 3])
  })

  test('a face in several parts', () => {
    const island = box(1, [4, 0]).parts[0] ?? []
    const cleaned = cleanly([{ row: 1, parts: [...box(1, [0, 0], [2, 2]).parts, island] }])
    expect(only(cleaned, 'multipart')).toMatchObject({ rows: [1], proposal: 'separate', asked: false })
    expect(cleaned.faces.map(({ row, piece }) => [row, piece])).toEqual([
      [1, 1],
      [1, 2],
    ])
    expect(cleaned.reports[0]?.lostShare).toBe(0)
  })

  test('a ring that runs the wrong way, only where the format says which way', () => {
    const faces = [face(1, [0, 0], [0, 1], [1, 1], [1, 0])]
    expect(kinds(cleanly(faces))).toEqual([])
    const cleaned = cleanly(faces, { saysWinding: true })
    expect(kinds(cleaned)).toEqual(['winding'])
    expect(areaOf(ringsOf(cleaned)[0] ?? [])).toBeGreaterThan(0n)
  })

  test('what is too small to be a grid', () => {
    const cleaned = cleanly([box(1, [0, 0], [5, 5]), box(2, [5, 0], [0.05, 0.05])])
    expect(only(cleaned, 'too-small')).toMatchObject({ rows: [2], proposal: 'give:1', asked: true })
    expect(cleaned.faces.map(({ row }) => row)).toEqual([1])
  })

  test('what lies outside the region', () => {
    const outline = [[[spotAt(0, 0), spotAt(10, 0), spotAt(10, 10), spotAt(0, 10)]]]
    const faces = [box(1, [0, 0], [10, 10]), box(2, [10, 0], [4, 4]), box(3, [30, 30])]
    const cleaned = cleanly(faces, { outline })
    expect(cleaned.defects.map(({ kind, proposal }) => [kind, proposal])).toEqual([
      ['t-junction', 'mend'],
      ['off-region', 'drop:2'],
      ['off-region', 'drop:3'],
    ])
    expect(cleaned.faces.map(({ row }) => row)).toEqual([1])
    const over = cleanly([box(1, [0, 0], [10, 10.05])], { outline })
    expect(only(over, 'off-region')).toMatchObject({ proposal: 'cut', asked: false })
    expect(areaOf(ringsOf(over)[0] ?? [])).toBe(areaOf(outline[0] ?? []))
  })

  describe('what others have or bound', () => {
    const outline = [[[spotAt(0, 0), spotAt(10, 0), spotAt(10, 10), spotAt(0, 10)]]]
    const beside = {
      ...{ rank: 'beside' as const, name: { zh: '东邻镇', en: 'East' } },
      parts: [[[spotAt(12, -5), spotAt(20, -5), spotAt(20, 15), spotAt(12, 15)]]],
    }
    const above = {
      ...{ rank: 'above' as const, name: { zh: '上县', en: 'County' } },
      parts: [[[spotAt(-20, -20), spotAt(40, -20), spotAt(40, 11), spotAt(-20, 11)]]],
    }
    const bounds = [beside, above]
    const told = ({ defects }: Cleaned) =>
      defects
        .filter(({ kind }) => kind === 'off-region')
        .map(({ proposal, squareMeters, beyond }) => [proposal, squareMeters > 0, beyond?.name.zh])

    test('is told by name and cut at their line, though the rest outside is kept', () => {
      const faces = [box(1, [0, 0], [13, 12])]
      const first = cleanly(faces, { outline, bounds })
      expect(told(first)).toEqual([
        ['cut', true, undefined],
        ['cut', true, '东邻镇'],
        ['cut', true, '上县'],
      ])
      for (const { choices, beyond } of first.defects) if (beyond) expect(choices).not.toContain('keep')
      const free = first.defects.find(({ choices }) => choices.includes('keep'))
      const kept = cleanly(faces, { outline, bounds, answers: { [free?.id ?? '']: 'keep' } })
      const want = [spotAt(0, 0), spotAt(12, 0), spotAt(12, 11), spotAt(0, 11)]
      expect(areaOf(ringsOf(kept)[0] ?? [])).toBe(doubleArea(want))
      expectCoverage(kept)
      // What was cut once keeps to the lines.
      const again = kept.faces.map(({ row, polygon }) => ({
        row,
        parts: [polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf))],
      }))
      expect(told(cleanly(again, { outline: [...(again[0]?.parts ?? [])], bounds }))).toEqual([])
    })

    test('holds where the outline of the town is not known, and leaves no gap at their line', () => {
      const rough = [[[spotAt(-5, -5), spotAt(25, -5), spotAt(25, 15), spotAt(-5, 15)]]]
      const cleaned = cleanly([box(1, [0, 0], [14, 10])], { outline: rough, isRough: true, bounds })
      expect(told(cleaned)).toEqual([['cut', true, '东邻镇']])
      const inside = cleanly([box(1, [13, 0], [4, 4]), box(2, [5, 0], [2, 2])], { bounds })
      expect(told(inside)).toEqual([['drop:1', true, '东邻镇']])
      const round = cleanly([box(1, [0, -10], [30, 20])], { bounds: [beside] })
      expect(told(round)).toMatchObject([['cut', true, '东邻镇']])
    })

    test('adds nothing to a file that keeps to it, and takes nothing that was the town’s', () => {
      const faces = [box(1, [0, 0], [10, 10]), box(2, [10, 0], [2, 10])]
      const wide = [[[spotAt(0, 0), spotAt(12, 0), spotAt(12, 10), spotAt(0, 10)]]]
      expect(cleanly(faces, { outline: wide, bounds })).toEqual(cleanly(faces, { outline: wide }))
      const far = { ...beside, parts: [[[spotAt(9, -5), spotAt(20, -5), spotAt(20, 15), spotAt(9, 15)]]] }
      expect(cleanly(faces, { outline: wide, bounds: [far] })).toEqual(cleanly(faces, { outline: wide }))
    })
  })

  test('ground of the region that nobody has', () => {
    const outline = [[[spotAt(0, 0), spotAt(10, 0), spotAt(10, 10), spotAt(0, 10)]]]
    expect(only(cleanly([box(1, [0, 0], [5, 10])], { outline }), 'hole')).toMatchObject({ asked: true })
    expect(kinds(cleanly([box(1, [0, 0], [5, 10])], { outline, isRough: true }))).toEqual([])
  })
})

test.each([300, 3000])('a scribble of %i vertices is refused before its crossings are all made', vertices => {
  // Every edge crosses about a third of the others.
  const spot = (i: number): [number, number] => [(i * i * 7919) % 997, (i * i * i) % 991]
  expect(() => cleanly([face(1, ...Array.from({ length: vertices }, (_, i) => spot(i)))])).toThrow(RangeError)
})

test('two combs across each other are no scribble', () => {
  const teeth = (row: number, turn: (at: [number, number]) => [number, number]) =>
    face(
      row,
      ...Array.from({ length: 40 }, (_, i) => turn([i, i % 2 ? 50 : 0])),
      turn([40, -1]),
      turn([0, -1]),
    )
  const cleaned = cleanly([teeth(1, at => at), teeth(2, ([x, y]) => [y, x])])
  expect(cleaned.faces.length).toBeGreaterThan(1)
})

describe('a channel between two faces that is open at one end', () => {
  // Both have the corner at [10, 2]; from there on they run apart, at the top by so many steps.
  const apart = (steps: number): SourceFace[] => [
    face(1, [0, 0], [10, 0], [10, 2], [10, 10], [0, 10]),
    face(2, [10, 0], [20, 0], [20, 10], [10 + steps, 10], [10, 2]),
  ]

  test('is closed at its mouth and given to the neighbour with the longest edge', () => {
    const faces = apart(0.1)
    const cleaned = cleanly(faces)
    expect(cleaned.defects).toHaveLength(1)
    expect(only(cleaned, 'sliver')).toMatchObject({
      proposal: 'give:2',
      asked: false,
      choices: ['give:2', 'give:1', 'leave', 'new'],
    })
    expect(cleaned.reports.map(({ lostShare }) => lostShare)).toEqual([0, 0])
    const [first = [], second = []] = ringsOf(cleaned)
    expect(areaOf(first) + areaOf(second)).toBe(areaOf(box(1, [0, 0], [20, 10]).parts[0] ?? []))
    expectCoverage(cleaned)
    const { id } = only(cleaned, 'sliver') ?? { id: '' }
    const left = cleanly(faces, { answers: { [id]: 'leave' } })
    expect(ringsOf(left).map(areaOf)).toEqual(faces.map(({ parts }) => areaOf(parts[0] ?? [])))
  })

  test('is found inside a rough outline and in a gap that is left as well', () => {
    const outline = [[[spotAt(-20, -20), spotAt(40, -20), spotAt(40, 40), spotAt(-20, 40)]]]
    expect(kinds(cleanly(apart(0.1), { outline, isRough: true }))).toEqual(['sliver'])
    // The region leaves a wide strip at the top, into which the channel opens.
    const region = [[[spotAt(0, 0), spotAt(20, 0), spotAt(20, 14), spotAt(0, 14)]]]
    expect(kinds(cleanly(apart(0.1), { outline: region }))).toEqual(['gap', 'sliver'])
  })

  test('is a bay where it is wide, and none of ours within one face or where tolerance is nought', () => {
    expect(kinds(cleanly(apart(3)))).toEqual([])
    expect(kinds(cleanly([face(1, [0, 0], [10, 0], [10, 10], [5.1, 10], [5, 2], [5, 10], [0, 10])]))).toEqual(
      [],
    )
    const options = { sliverMeters: 0, smallestSquareMeters: 0, mostLossShare: 1 }
    expect(kinds(cleanly(apart(0.1), { options }))).toEqual([])
  })
})

const step = fc.integer({ min: 0, max: 400 })
const anyRing = fc.array(fc.tuple(step, step), { minLength: 3, maxLength: 9 })

test('whatever is drawn, a coverage comes out whose area is that of what was drawn, and cleaning it changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyRing, { minLength: 1, maxLength: 7 }), rings => {
      const faces = rings.map(
        (ring, i): SourceFace => ({
          row: i + 1,
          parts: [[ring.map(([x, y]): Spot => [1_219_000_000 + x, 308_800_000 + y])]],
        }),
      )
      const options = { sliverMeters: 0, smallestSquareMeters: 0, mostLossShare: 1 }
      const cleaned = cleanly(faces, { options })
      const { report } = buildCoverage(cleaned.faces.map(({ polygon }, i) => ({ id: i + 1, polygon })))
      expect(report.excluded).toEqual([])
      const again = cleanly(
        ringsOf(cleaned).map((parts, i) => ({ row: i + 1, parts: [parts] })),
        { options },
      )
      const sum = (all: Cleaned) => ringsOf(all).reduce((total, each) => total + areaOf(each), 0n)
      expect(sum(again)).toBe(sum(cleaned))
      expect(again.faces).toHaveLength(cleaned.faces.length)
      expect(again.reports.every(({ lostShare }) => lostShare === 0)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

const sample = (path: string) => `boundaries/${path}`
const skipped = (name: string) => `${name} (needs sample data: SISETU_SAMPLES)`

test.skipIf(!hasSample(sample('zurich.geojson')))(skipped('a clean city does not change'), () => {
  const faces = sampleFaces(sample('zurich.geojson'))
  const cleaned = cleanly(faces)
  expectCoverage(cleaned)
  expect(kinds(cleaned)).toEqual(['hole', 'multipart', 'multipart'])
  // To the unit of the lattice: the spots of each face are those of the file, and its area is the same.
  for (const [i, { lostSquareMeters, gainedSquareMeters }] of cleaned.reports.entries()) {
    expect([lostSquareMeters, gainedSquareMeters]).toEqual([0, 0])
    const given = new Set(faces[i]?.parts.flat(2).map(String))
    const pieces = cleaned.faces.flatMap(({ row }, at) => (row === i + 1 ? (ringsOf(cleaned)[at] ?? []) : []))
    expect(pieces.flat().every(spot => given.has(String(spot)))).toBe(true)
  }
})

test.skipIf(!hasSample(sample('shanghai-sectors-user-overrides.json')))(
  skipped('hand-drawn sectors become a coverage, and no one loses more than 2 percent unasked'),
  () => {
    const cleaned = cleanly(sampleFaces(sample('shanghai-sectors-user-overrides.json')))
    expectCoverage(cleaned)
    const count = (test: (defect: Defect) => boolean) => cleaned.defects.filter(test).length
    const shared = cleaned.defects.filter(
      ({ rows, choices }) => rows.length > 1 && !choices.includes('leave'),
    )
    expect(new Set(shared.flatMap(({ rows }) => pairsOf(rows))).size).toBe(72)
    expect(count(({ kind }) => kind === 'self-crossing')).toBeGreaterThanOrEqual(5)
    // Those that are closed by themselves, and 23 channels open to the outside.
    expect(count(({ choices }) => choices.includes('leave'))).toBe(175)
    const asked = new Set(cleaned.defects.flatMap(({ asked, rows }) => (asked ? rows : [])))
    const hurt = cleaned.reports.filter(({ lostShare }) => lostShare > 0.02)
    expect(hurt.filter(({ row }) => !asked.has(row))).toEqual([])
    expect(hurt.length).toBeLessThan(12)
  },
)

const pairsOf = (rows: readonly number[]) =>
  rows.flatMap((a, i) => rows.slice(i + 1).map(b => `${Math.min(a, b)},${Math.max(a, b)}`))

test.skipIf(!hasSample(sample('shanghai-districts-b.geojson')))(
  skipped('districts drawn apart become a coverage without asking for any loss'),
  () => {
    const cleaned = cleanly(sampleFaces(sample('shanghai-districts-b.geojson')))
    expectCoverage(cleaned)
    expect(cleaned.reports.filter(({ lostShare }) => lostShare > 0.02)).toEqual([])
  },
)
