import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { allow, outsideArea } from '../account/rules/rights.ts'
import { type Context, change, read } from '../context.ts'
import { invalid } from '../errors.ts'
import { codeTaken, draftTown, dropDraftTown, insertSteps } from './insert-town.ts'
import type { Bbox } from './place.ts'
import { prepareAside } from './prepare-aside.ts'
import type { PreparedTown, Progress } from './prepare-town.ts'
import { asideName } from './sweep.ts'

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

interface Options {
  dataDirectory: string
  progress: Progress
  signal: AbortSignal
}

/**
 * Makes a region from one OpenStreetMap extract: base map, roads, unit cells and a first draft of the
 * registers. All or nothing: files are made aside and rows stay unseen until one last short transaction.
 * @throws Refusal `invalid` for an unreadable or unsuitable file, `conflict` for a code that is taken
 */
export async function importTown(
  context: Context,
  input: ImportInput,
  options: Options,
): Promise<ImportSummary> {
  const started = performance.now()
  allow(context.actor, 'region.import', { world: context.world, townId: null })
  // A new town lies outside the area of whoever has only some towns.
  if (context.actor.townIds !== null) throw outsideArea()
  const named = withCode(input)
  await read(context, async ({ sql }) => {
    const [other] = await sql`select 1 as one from regions where code = ${named.code} and ready`
    if (other) throw codeTaken(named.code)
  })
  const aside = join(options.dataDirectory, 'towns', asideName())
  try {
    await mkdir(aside, { recursive: true })
    const prepared = await prepareAside({ ...named, directory: aside }, options)
    options.progress('database', 0.8)
    const townId = await writeTown(context, { input: named, prepared, aside }, options)
    options.progress('done', 1)
    const seconds = Math.round((performance.now() - started) / 100) / 10
    return { townId, code: named.code, name: named.name, ...summed(prepared), seconds }
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

interface Writing {
  input: ImportInput & { code: string }
  prepared: PreparedTown
  aside: string
}

async function writeTown(context: Context, { input, prepared, aside }: Writing, options: Options) {
  const { dataDirectory, progress, signal } = options
  signal.throwIfAborted()
  const townId = await change(context, inside => draftTown(inside, { input, bounds: prepared.bounds }))
  const home = join(dataDirectory, 'towns', String(townId))
  try {
    const steps = insertSteps(townId, prepared)
    for (const [done, step] of steps.entries()) {
      progress('database', 0.8 + (done / steps.length) * 0.19)
      signal.throwIfAborted()
      await change(context, step)
    }
    signal.throwIfAborted()
    await change(context, async ({ sql, record }) => {
      await sql`update regions set ready = true where id = ${townId}`
      record({
        verb: 'import',
        noun: 'region',
        id: townId,
        version: 1,
        townId,
        after: {
          code: input.code,
          name: input.name,
          cells: prepared.cells.length,
          drafts: prepared.drafts.length,
        },
      })
      await rm(home, { recursive: true, force: true })
      await rename(aside, home)
    })
    return townId
  } catch (error) {
    await rm(home, { recursive: true, force: true })
    await dropDraftTown(context.sql, townId)
    throw error
  }
}

function summed({ bounds, tiles, roadEdges, valhalla, cells, drafts, places }: PreparedTown) {
  const count = (register: string) => drafts.filter(({ gives }) => gives.register === register).length
  return {
    bounds,
    tiles,
    roadEdges,
    valhalla,
    cells: cells.length,
    places: places.length,
    hazards: count('hazard'),
    shelters: count('shelter'),
    responders: count('responder'),
    targets: count('target'),
  }
}

/** The code is the one given or made from the file's name; it becomes part of the address. */
function withCode(input: ImportInput): ImportInput & { code: string } {
  const made = basename(input.path)
    .replace(/(-latest)?(\.osm)?(\.pbf)?$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
  const code = input.code ?? made
  if (code === '' || reserved.has(code)) {
    throw invalid('code', {
      zh: `无法用“${code || basename(input.path)}”作代码；请用 --code 指定，只含小写字母、数字和连字符`,
      en: `“${code || basename(input.path)}” cannot be a code; give one with --code: small letters, digits, hyphens`,
    })
  }
  return { ...input, code }
}

/** First parts of addresses that are not towns. */
const reserved = new Set(['field', 'sign-in', 'api', 'tiles', 'assets', 'control', 'healthz', 'readyz'])
