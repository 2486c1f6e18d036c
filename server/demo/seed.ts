import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { buildBaseMap } from '../../tiles/base-map.ts'
import { readOsm } from '../../tiles/osm.ts'
import { writeOsm } from '../../tiles/osm-write.ts'
import { placesOf } from '../../tiles/places.ts'
import { findWorld } from '../account/find.ts'
import { type Context, change } from '../context.ts'
import type { Place } from '../region/region.ts'
import { buildRoads } from '../road/build.ts'
import { storeTile } from '../threat/terrains.ts'
import { foundDrafts } from './found-drafts.ts'
import { signEditions } from './found-editions.ts'
import { foundInspections } from './found-inspections.ts'
import { foundLevels } from './found-levels.ts'
import { foundMembers, withVacancies } from './found-members.ts'
import { foundAccounts, foundPhones } from './found-people.ts'
import { foundRegisters, foundWarning } from './found-registers.ts'
import { foundTown } from './found-town.ts'
import { foundInstallations } from './installations.ts'
import { type Layout, layOut } from './layout.ts'
import { demoPeople } from './people.ts'
import { playStory } from './play.ts'
import { Sites } from './sites.ts'
import { demoStory } from './story.ts'
import { demoTile, terrainEdition } from './terrain.ts'
import { demoTown } from './town.ts'

const townName = '镜湖新城镇'

interface SeedInput {
  sql: Sql
  dataDirectory: string
  onStep?: (text: string) => void
}

export async function hasTowns(sql: Sql): Promise<boolean> {
  const [row] = await sql`select 1 as one from regions where parent_id is null limit 1`
  return row !== undefined
}

/** Makes base map and roads of the made-up town in `directory`; answers its named places. */
async function makeFiles(
  layout: Layout,
  directory: string,
  onStep: (text: string) => void,
): Promise<Place[]> {
  await mkdir(directory, { recursive: true })
  const pbfPath = join(directory, 'roads.osm.pbf')
  await writeOsm(pbfPath, demoTown(layout))
  const extract = await readOsm(pbfPath)
  onStep('生成底图 / making the base map')
  await buildBaseMap({
    extract,
    outPath: join(directory, 'base.pmtiles'),
    name: townName,
    attribution: '演示数据 Demo data',
  })
  onStep('生成路网 / making the roads')
  await buildRoads({ pbfPath, townDirectory: directory, progress: () => undefined })
  await storeTile(join(directory, 'terrain'), demoTile(), terrainEdition)
  return placesOf(extract)
}

/**
 * Founds the demo town: files, registers, accounts, one running incident, one finished drill. Registers and files
 * come all or none; a story that is cut short is completed by `completeDemo`.
 */
export async function seedDemo({
  sql,
  dataDirectory,
  onStep = () => undefined,
}: SeedInput): Promise<{ townId: number }> {
  const aside = join(dataDirectory, 'towns', `.founding-${randomUUID()}`)
  const layout = layOut()
  try {
    const places = await makeFiles(layout, aside, onStep)
    onStep('写入登记册 / writing the registers')
    const context = await founder(sql)
    const townId = await found(context, { layout, places, dataDirectory, aside })
    await tell(context, { townId, layout, onStep })
    return { townId }
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** Tells the rest of a demo town's story where its founding was cut short; answers whether there was any left. */
export async function completeDemo(
  sql: Sql,
  onStep: (text: string) => void = () => undefined,
): Promise<boolean> {
  const [town] = await sql<{ id: number }[]>`select noun_id as id from journal f
    where noun = 'region' and verb = 'found' and after ->> 'story' = ${untold}
      and exists (select from regions where id = f.noun_id)
      and not exists (select from journal t where t.noun = 'region' and t.verb = 'tell' and t.noun_id = f.noun_id)`
  if (!town) return false
  await tell(await founder(sql), { townId: town.id, layout: layOut(), onStep })
  return true
}

/** How the founding's journal row says that its story comes after it, and is over with a row of its own. */
const untold = 'untold'

interface Telling {
  townId: number
  layout: Layout
  onStep: (text: string) => void
}

async function tell(context: Context, { townId, layout, onStep }: Telling): Promise<void> {
  onStep('往期四色图 / the editions of the past year')
  await signEditions(context, townId)
  onStep('演示事件与演练 / the running incident and the finished drill')
  await playStory(context, townId, demoStory(new Sites(layout)))
  await foundLevels(context, townId)
  await foundDrafts(context, townId)
  await change(context, async ({ record }) =>
    record({ verb: 'tell', noun: 'region', id: townId, version: 1, townId, after: { name: townName } }),
  )
}

async function founder(sql: Sql): Promise<Context> {
  const accounts = await foundAccounts(sql)
  const actor = accounts.get('administrator')
  if (!actor) throw new Error('the demo accounts were not written')
  return { sql, actor, world: await findWorld(sql, 0), language: 'zh', request: randomUUID() }
}

interface Founding {
  layout: Layout
  places: Place[]
  dataDirectory: string
  aside: string
}

function found(context: Context, { layout, places, dataDirectory, aside }: Founding): Promise<number> {
  const sites = new Sites(layout)
  const people = demoPeople(layout)
  return change(context, async inside => {
    const { sql, now, record } = inside
    const { townId } = await foundTown(sql, withVacancies(people), places)
    await foundMembers(sql, { townId, grids: people.grids, now })
    const responders = await foundRegisters(sql, { sites, regions: people.regions, townId, now })
    await foundInstallations({ ...context, inside: { ...inside, record: () => undefined } }, townId, sites)
    await foundInspections({ context, inside, townId, sites })
    await foundPhones(sql, { townId, responders })
    await foundWarning(sql, townId, { warning: demoStory(sites).warning, now })
    record({
      verb: 'found',
      noun: 'region',
      id: townId,
      version: 1,
      townId,
      after: {
        name: townName,
        demo: true,
        cells: people.cells.length,
        grids: people.grids.length,
        story: untold,
      },
    })
    const home = join(dataDirectory, 'towns', String(townId))
    await rm(home, { recursive: true, force: true })
    await rename(aside, home)
    return townId
  })
}
