import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buildBaseMap } from '../../tiles/base-map.ts'
import { readOsm } from '../../tiles/osm.ts'
import type { OsmExtract } from '../../tiles/osm-extract.ts'
import { placesOf } from '../../tiles/places.ts'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid } from '../errors.ts'
import { buildRoads } from '../road/build.ts'
import { insertTown } from './insert-town.ts'
import type { Bbox } from './place.ts'
import { builtPoints, draftRows } from './rules/draft-rows.ts'
import { cellsOver } from './rules/unit-cells.ts'

export interface ImportInput {
  path: string
  name: string
  nameEn: string
  code?: string
}

export interface ImportSummary {
  townId: number
  code: string
  name: string
  bounds: Bbox
  tiles: number
  roadEdges: number
  valhalla: string
  cells: number
  places: number
  hazards: number
  shelters: number
  responders: number
  targets: number
  seconds: number
}

export type Progress = (step: string, share: number) => void

interface Options {
  dataDirectory: string
  progress: Progress
  signal: AbortSignal
}

/**
 * Makes a region from one OpenStreetMap extract: base map, roads, unit cells and a first draft of the
 * registers. All or nothing: files are made aside and moved in with the commit.
 * @throws Refusal `invalid` for an unreadable or unsuitable file, `conflict` for a code that is taken
 */
export async function importTown(
  context: Context,
  input: ImportInput,
  options: Options,
): Promise<ImportSummary> {
  const started = performance.now()
  allow(context.actor, 'region.import', { world: context.world, townId: null })
  const { progress, signal } = options
  const aside = join(options.dataDirectory, 'towns', `.importing-${process.pid}-${Date.now()}`)
  let moved: string | undefined
  try {
    await mkdir(aside, { recursive: true })
    progress('read', 0)
    const extract = await suitable(input.path)
    signal.throwIfAborted()
    progress('base-map', 0.1)
    const map = await buildBaseMap({ extract, outPath: join(aside, 'base.pmtiles'), name: input.name })
    signal.throwIfAborted()
    progress('roads', 0.35)
    const roads = await buildRoads({ pbfPath: input.path, townDirectory: aside, progress: () => undefined })
    signal.throwIfAborted()
    progress('cells', 0.7)
    const cells = cellsOver(extract.bbox, builtPoints(extract))
    const drafts = draftRows(extract)
    const places = placesOf(extract)
    progress('database', 0.8)
    const town = await change(context, async inside => {
      const made = await insertTown(inside, {
        input: withCode(input),
        bounds: extract.bbox,
        cells,
        drafts,
        places,
      })
      signal.throwIfAborted()
      moved = join(options.dataDirectory, 'towns', String(made.townId))
      await rm(moved, { recursive: true, force: true })
      await rename(aside, moved)
      return made
    })
    progress('done', 1)
    const count = (register: string) => drafts.filter(({ gives }) => gives.register === register).length
    return {
      ...town,
      bounds: extract.bbox,
      tiles: map.tiles,
      roadEdges: roads.edges,
      valhalla: roads.valhalla,
      cells: cells.length,
      places: places.length,
      hazards: count('hazard'),
      shelters: count('shelter'),
      responders: count('responder'),
      targets: count('target'),
      seconds: Math.round((performance.now() - started) / 100) / 10,
    }
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    if (moved) await rm(moved, { recursive: true, force: true })
    throw error
  }
}

const withCode = (input: ImportInput): ImportInput & { code: string } => ({
  ...input,
  code:
    input.code ??
    basename(input.path)
      .replace(/(-latest)?(\.osm)?\.pbf$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-'),
})

async function suitable(path: string): Promise<OsmExtract> {
  const extract = await readOsm(path)
  const roads = extract.ways.filter(way => way.tags.highway).length
  if (roads === 0) {
    throw invalid('file', {
      zh: '文件里没有道路（highway），无法建立路网；请导出完整的 OpenStreetMap 数据',
      en: 'The file has no roads (highway); export complete OpenStreetMap data',
    })
  }
  return extract
}
