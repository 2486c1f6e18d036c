import { join } from 'node:path'
import { buildBaseMap } from '../../tiles/base-map.ts'
import { OsmFileError, readOsm } from '../../tiles/osm.ts'
import type { OsmExtract } from '../../tiles/osm-extract.ts'
import { placesOf } from '../../tiles/places.ts'
import { invalid, type Words } from '../errors.ts'
import { buildRoads } from '../road/build.ts'
import type { Bbox } from './place.ts'
import type { Place } from './region.ts'
import { builtPoints, type DraftRow, draftRows } from './rules/draft-rows.ts'
import { cellsOver, type UnitCell } from './rules/unit-cells.ts'

export interface PrepareInput {
  path: string
  name: string
  /** A folder of its own that becomes the town's. */
  directory: string
}

/** What one extract gives before anything is written to the database. */
export interface PreparedTown {
  /** Of the built-up extent. */
  bounds: Bbox
  tiles: number
  roadEdges: number
  valhalla: 'built' | 'absent'
  cells: UnitCell[]
  drafts: DraftRow[]
  places: Place[]
}

export type Progress = (step: string, share: number) => void

/**
 * Reads an extract and makes base map and roads in the folder, cells and drafts in memory.
 * @throws Refusal `invalid` for a file that is no extract, has no roads or is too large
 */
export async function prepareTown(input: PrepareInput, progress: Progress): Promise<PreparedTown> {
  progress('read', 0)
  const extract = await suitable(input.path)
  // The cheap steps first, so that an extract that is too large is refused at once.
  const cells = cellsOver(extract.bbox, builtPoints(extract))
  const drafts = draftRows(extract)
  const places = placesOf(extract)
  progress('base-map', 0.1)
  const map = await buildBaseMap({
    extract,
    outPath: join(input.directory, 'base.pmtiles'),
    name: input.name,
    progress: share => progress('base-map', 0.1 + share * 0.3),
  })
  progress('roads', 0.4)
  const roads = await buildRoads({
    pbfPath: input.path,
    townDirectory: input.directory,
    progress: () => undefined,
  })
  return {
    bounds: boundsOf(cells) ?? extract.bbox,
    tiles: map.tiles,
    roadEdges: roads.edges,
    valhalla: roads.valhalla,
    cells,
    drafts,
    places,
  }
}

/** Where people live; an extract may reach far out to sea along a ferry. */
function boundsOf(cells: UnitCell[]): Bbox | undefined {
  const spots = cells.flatMap(cell => cell.ring.slice(0, 4))
  if (spots.length === 0) return undefined
  return spots.reduce<Bbox>(
    ([west, south, east, north], [lng, lat]) => [
      Math.min(west, lng),
      Math.min(south, lat),
      Math.max(east, lng),
      Math.max(north, lat),
    ],
    [180, 90, -180, -90],
  )
}

async function suitable(path: string): Promise<OsmExtract> {
  const extract = await readOsm(path).catch((error: unknown) => {
    const words = faultWords(error, path)
    throw words ? invalid('file', words) : error
  })
  if (!extract.ways.some(way => way.tags.highway)) {
    throw invalid('file', {
      zh: '文件里没有道路（highway），无法建立路网；请导出完整的 OpenStreetMap 数据',
      en: 'The file has no roads (highway); export complete OpenStreetMap data',
    })
  }
  return extract
}

function faultWords(error: unknown, path: string): Words | undefined {
  if (error instanceof OsmFileError) return { zh: faults[error.fault], en: error.message }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return { zh: `没有这个文件：${path}`, en: `There is no such file: ${path}` }
  if (code === 'EISDIR') return { zh: `这是文件夹，不是文件：${path}`, en: `This is a folder: ${path}` }
  if (code === 'EACCES') return { zh: `没有读取权限：${path}`, en: `May not be read: ${path}` }
  return undefined
}

const faults: Record<OsmFileError['fault'], string> = {
  'not-pbf': '不是 OSM PBF 文件',
  truncated: '文件不完整或已损坏，请重新下载',
  empty: '文件里没有数据',
  unsupported: '文件用了不支持的压缩或特性，请用 osmium 以 zlib 重新写出',
}
