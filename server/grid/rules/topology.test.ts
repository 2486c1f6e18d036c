import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { area, bbox, feature, featureCollection, intersect, kinks } from '@turf/turf'
import type { FeatureCollection, Position } from 'geojson'
import { describe, expect, it } from 'vitest'
import type { LngLat, Polygon } from '../../region/place.ts'
import { type Spot, same, spotOf } from '../../region/rules/lattice.ts'
import { buildCoverage, joinFaces } from './build-coverage.ts'
import { Coverage } from './coverage.ts'
import { reasons } from './coverage-edit.ts'
import { exactDoubleArea } from './exact.ts'

const samples = join(process.env.SISETU_SAMPLES ?? '../shared/data', 'topology')
const isThere = existsSync(samples)
if (!isThere) console.warn(`skipped: no topology samples in ${samples} (set SISETU_SAMPLES)`)

/** Units of the lattice for one unit of a JTS case: what is whole there is on the lattice here. */
const unitsEach = 1000

interface Case {
  name: string
  a: Spot[][][]
  b: Spot[][][]
  ops: { name: string; arg3: string | undefined; result: string }[]
}

/** The rings of a POLYGON or the parts of a MULTIPOLYGON; none for other kinds and for hexadecimal ones. */
function partsOf(wkt: string): Spot[][][] {
  const kind = /^\s*(MULTIPOLYGON|POLYGON)/i.exec(wkt)?.[1]?.toUpperCase()
  if (!kind) return []
  const parts = kind === 'POLYGON' ? [wkt] : wkt.slice(wkt.indexOf('(') + 1).split(/\)\s*\)\s*,/)
  return parts.map(part =>
    [...part.matchAll(/\(([^()]+)\)/g)].map(([, ring = '']) =>
      ring.split(',').map((pair): Spot => {
        const [x = Number.NaN, y = Number.NaN] = pair.trim().split(/\s+/).map(Number)
        return [Math.round(x * unitsEach), Math.round(y * unitsEach)]
      }),
    ),
  )
}

function casesOf(...files: string[]): Case[] {
  return files.flatMap(file => {
    const text = readFileSync(join(samples, file), 'utf8')
    return [...text.matchAll(/<case>([\s\S]*?)<\/case>/g)].map(([, inner = '']) => ({
      name: /<desc>([\s\S]*?)<\/desc>/.exec(inner)?.[1]?.trim() ?? '',
      a: partsOf(/<a>([\s\S]*?)<\/a>/.exec(inner)?.[1] ?? ''),
      b: partsOf(/<b>([\s\S]*?)<\/b>/.exec(inner)?.[1] ?? ''),
      ops: [...inner.matchAll(/<op([^>]*)>([\s\S]*?)<\/op>/g)].map(([, given = '', result = '']) => ({
        name: /name="(\w+)"/.exec(given)?.[1]?.toLowerCase() ?? '',
        arg3: /arg3="([^"]*)"/.exec(given)?.[1],
        result: result.trim(),
      })),
    }))
  })
}

/** A face of the rings as they came: without repeats, outer one counterclockwise and holes clockwise. */
function faceOf(id: number, rings: Spot[][]) {
  const open = rings.map(ring => ring.filter((spot, i) => i === 0 || !same(spot, ring[i - 1] ?? spot)))
  const turned = open.map((ring, index) => {
    const spots = same(ring[0] ?? [0, 0], ring.at(-1) ?? [1, 1]) ? ring.slice(0, -1) : ring
    return exactDoubleArea(spots) > 0n === (index === 0) ? spots : spots.toReversed()
  })
  return { id, rings: turned }
}

/** What is wrong with faces together: reasons of the check, and `excluded` for what overlaps at a common side. */
function faultsOf(parts: Spot[][][]): string[] {
  const { coverage, report } = joinFaces(parts.map((rings, i) => faceOf(i + 1, rings)))
  const faults = coverage.check().faults.map(({ reason }) => reason.en)
  return report.excluded.length > 0 ? ['excluded', ...faults] : faults
}

const isLattice = (parts: Spot[][][]) =>
  parts.length > 0 &&
  parts.every(rings => rings.length > 0) &&
  parts.flat(2).every(spot => spot.every(each => Math.abs(each) < 900_000_000))

describe.skipIf(!isThere)('cases of JTS', () => {
  it('finds every invalid polygon, and in a valid one nothing but a ring that touches itself', () => {
    const cases = casesOf(
      'jts-general/TestValid.xml',
      'jts-general/TestValid2.xml',
      'jts-general/TestValid2-big.xml',
    )
    const [lenient, strict]: [string[], string[]] = [[], []]
    let judged = 0
    for (const { name, a, ops } of cases) {
      const valid = ops.find(op => op.name === 'isvalid')?.result
      if (a.length !== 1 || !isLattice(a) || !valid) continue
      judged += 1
      const faults = faultsOf(a)
      if (valid === 'false' && faults.length === 0) lenient.push(name)
      // A hole that touches its shell counts as out of place.
      const touching = [reasons.touches, reasons.crosses, ...(a[0]?.length === 1 ? [] : [reasons.folds])]
      const serious = faults.filter(fault => !touching.some(({ en }) => en === fault))
      if (valid === 'true' && serious.length > 0) strict.push(name)
    }
    expect(judged).toBeGreaterThan(250)
    expect(lenient).toEqual([])
    expect(strict).toEqual([])
  })

  it('tells two polygons that overlap from two that touch', () => {
    const wrong: string[] = []
    let judged = 0
    for (const { name, a, b, ops } of casesOf(
      'jts-validate/TestRelateAA.xml',
      'jts-validate/TestRelateAA-big.xml',
      'jts-general/TestRelateAA.xml',
    )) {
      const matrix = ops.find(op => op.name === 'relate')?.arg3
      if (!matrix || a.length !== 1 || b.length !== 1 || !isLattice(a) || !isLattice(b)) continue
      // A ring that touches itself is no face here, whatever lies beside it.
      if (faultsOf(a).length > 0 || faultsOf(b).length > 0) continue
      judged += 1
      const faults = faultsOf([...a, ...b])
      if (faults.length > 0 !== (matrix[0] === '2')) wrong.push(`${name}: ${matrix} ${faults}`)
    }
    expect(judged).toBeGreaterThan(60)
    expect(wrong).toEqual([])
  })

  it('leaves of a face exactly what JTS leaves when another is cut out of it', () => {
    let [judged, divided] = [0, 0]
    const files = ['jts-general/TestOverlayAA.xml', 'jts-general/TestNGOverlayA.xml']
    for (const { name, a, b, ops } of casesOf(...files)) {
      const left = ops.find(op => /^(difference|differenceng)$/.test(op.name))?.result
      const [shell, ...holes] = b[0] ?? []
      if (!left || a.length !== 1 || b.length !== 1 || !shell || holes.length > 0) continue
      if (!isLattice(a) || !isLattice(b) || a[0]?.length !== 1) continue
      const [inner] = faceOf(1, a[0]).rings
      if (!inner || faultsOf(a).length > 0 || faultsOf(b).length > 0) continue
      const coverage = new Coverage()
      expect(coverage.add({ id: 1, rings: [inner] })).toBe(null)
      expect(coverage.add({ id: 2, rings: [frame, inner.toReversed()] })).toBe(null)
      const [ring = []] = faceOf(3, [shell]).rings
      const result = coverage.apply({ kind: 'cut-out', ring })
      const wanted = partsOf(left)
      if (!result.done) {
        divided += 1
        continue
      }
      judged += 1
      expect(coverage.check().faults, name).toEqual([])
      // Where the edges cross off the lattice, a vertex is a unit beside them at most.
      const off = Number(coverage.doubleAreaOf(1) - areaOf(wanted))
      expect(Math.abs(off), name).toBeLessThan(unitsEach * unitsEach)
    }
    expect(judged).toBeGreaterThan(3)
    expect(divided).toBeLessThan(20)
  })
})

const frame: Spot[] = [
  [-800_000, -800_000],
  [80_000_000, -800_000],
  [80_000_000, 80_000_000],
  [-800_000, 80_000_000],
]

const areaOf = (parts: Spot[][][]) =>
  parts.reduce(
    (sum, rings) => faceOf(1, rings).rings.reduce((all, ring) => all + exactDoubleArea(ring), sum),
    0n,
  )

/** Whether the boxes of two polygons meet, small enough ones for Turf to be done with them soon. */
function areNear(one: Polygon, two: Polygon): boolean {
  const [w, s, e, n] = bbox(one)
  const [west, south, east, north] = bbox(two)
  const count = one.coordinates.flat().length + two.coordinates.flat().length
  return count < 600 && w <= east && e >= west && s <= north && n >= south
}

/** Null where Turf itself gives up, as it does on some of its own inputs. */
function sharedArea(one: Polygon, two: Polygon): number | null {
  try {
    const shared = intersect(featureCollection([feature(one), feature(two)]))
    return shared ? area(shared) : 0
  } catch {
    return null
  }
}

/** The first polygons of the inputs of a tool of Turf, file by file. */
function turfPolygons(tool: string): { file: string; polygons: Polygon[] }[] {
  const folder = join(samples, 'turf', `turf-${tool}`, 'test', 'in')
  return readdirSync(folder).map(file => {
    const read: FeatureCollection | FeatureCollection['features'][number] = JSON.parse(
      readFileSync(join(folder, file), 'utf8'),
    )
    const features = read.type === 'FeatureCollection' ? read.features : [read]
    const polygons = features.flatMap(({ geometry }): Polygon[] => {
      if (geometry?.type === 'Polygon') return [polygonOf(geometry.coordinates)]
      return geometry?.type === 'MultiPolygon' ? geometry.coordinates.map(polygonOf) : []
    })
    return { file: `${tool}/${file}`, polygons: polygons.slice(0, 20) }
  })
}

const polygonOf = (rings: Position[][]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(ring => ring.map(([lng = 0, lat = 0]): LngLat => [lng, lat])),
})

describe.skipIf(!isThere)('inputs of Turf', () => {
  it('finds an overlap wherever Turf has an intersection of some area', () => {
    const wrong: string[] = []
    let judged = 0
    const files = ['intersect', 'difference', 'union', 'dissolve'].flatMap(turfPolygons)
    for (const { file, polygons } of files) {
      for (const [i, one] of polygons.entries()) {
        for (const two of polygons.slice(i + 1)) {
          if (!areNear(one, two)) continue
          const squareMeters = sharedArea(one, two)
          if (squareMeters === null) continue
          const overlaps = squareMeters > 1e-3 * Math.min(area(one), area(two))
          const { coverage, report } = buildCoverage([
            { id: 1, polygon: one },
            { id: 2, polygon: two },
          ])
          const isFaulty = report.excluded.length > 0 || coverage.check().faults.length > 0
          judged += 1
          if (overlaps && !isFaulty) wrong.push(file)
        }
      }
    }
    expect(judged).toBeGreaterThan(30)
    expect(wrong).toEqual([])
  })

  it('finds a fault in every ring that Turf finds kinks in', () => {
    const wrong: string[] = []
    let kinked = 0
    for (const { file, polygons } of ['kinks', 'unkink-polygon'].flatMap(turfPolygons)) {
      for (const polygon of polygons) {
        const found = kinks(polygon).features.filter(({ geometry: { coordinates } }) =>
          // A corner that is there twice on the lattice is no kink but a repeat.
          polygon.coordinates.flat().every(each => !same(spotOf(each), spotOf(lngLatFrom(coordinates)))),
        )
        if (found.length === 0) continue
        kinked += 1
        const { coverage, report } = buildCoverage([{ id: 1, polygon }])
        if (report.excluded.length === 0 && coverage.check().faults.length === 0) wrong.push(file)
      }
    }
    expect(kinked).toBeGreaterThan(3)
    expect(wrong).toEqual([])
  })
})

const lngLatFrom = ([lng = 0, lat = 0]: Position): LngLat => [lng, lat]
