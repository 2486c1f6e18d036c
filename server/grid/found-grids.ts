import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { lowerLevel } from '../boundary/rules/grid-tree.ts'
import { outlineOf } from '../boundary/rules/outlines.ts'
import { type Context, change } from '../context.ts'
import { conflict } from '../errors.ts'
import type { Polygon } from '../region/place.ts'
import { spotOf } from '../region/rules/lattice.ts'
import type { GridLevel } from './grid.ts'
import { type OutlineChange, redrawRegions } from './outlines.ts'
import { lockOutlines, refuseOuter } from './refuse-outer.ts'
import type { Outline } from './rules/outline.ts'

/** A grid as a clean coverage gives it. */
export interface NewGrid {
  name: string
  /** Empty: the next free serial. */
  code: string
  /** Of one that lies in no other; the others have the level below theirs. */
  level: Exclude<GridLevel, 'thematic'>
  /** The code of the grid that it lies in, or empty. */
  above: string
  /** Whether others lie in it, so that it is only their outline. */
  isDivided: boolean
  /** Null: the village that its middle lies in, or the town. */
  regionId: number | null
  polygon: Polygon
}

/**
 * Gives a town its first grids from a clean coverage; cells find their grid, and outlines of villages and all above
 * become the outer edges of their grids.
 * @throws Refusal `forbidden`, `conflict` when the town has grids, `invalid` when it would take others' ground
 */
export const foundGrids = (
  context: Context,
  { townId, grids }: { townId: number; grids: NewGrid[] },
): Promise<number[]> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    allow(actor, 'grid.edit', { world, townId })
    const [held] = await sql`select 1 as one from grids where town_id = ${townId} limit 1`
    if (held) throw conflict(hasGrids)
    const rows = await insertDown(sql, { townId, grids: coded(grids), from: now })
    const lowest = rows.filter(({ isDivided }) => !isDivided)
    await sql`update cells c set grid_id = g.id from grids g
      where c.town_id = ${townId} and g.id = any(${lowest.map(({ id }) => id)}::int[])
        and ST_Covers(g.geom, ST_PointOnSurface(c.geom))`
    for (const { id, code, name, version } of rows) {
      record({ verb: 'create', noun: 'grid', id, version, townId, after: { code, name } })
    }
    const changes = await outlinesOf(sql, townId, lowest)
    await refuseForeign(sql, townId, changes)
    await redrawRegions(inside, { townId, changes, validFrom: now })
    return rows.map(({ id }) => id)
  })

async function refuseForeign(sql: TransactionSql, townId: number, changes: OutlineChange[]): Promise<void> {
  const after = changes.find(({ id }) => id === townId)?.outline
  if (!after) return
  await lockOutlines(sql)
  const [town] = await sql<{ before: Outline | null }[]>`
    select ST_AsGeoJSON(geom, 7)::json as before from regions where id = ${townId}`
  await refuseOuter(sql, townId, { before: town?.before ?? null, after, isFiled: true })
}

const hasGrids = {
  zh: '该地区已有网格，不能整体导入；请下载整理后的边界，在草案中修改',
  en: 'The town has grids already and cannot take a whole file; use the cleaned boundaries in a draft',
}

/** Codes that are missing become the next free serials, in the order of the file. */
function coded(grids: readonly NewGrid[]): NewGrid[] {
  const taken = new Set(grids.map(({ code }) => code))
  let serial = 0
  const next = () => {
    do serial += 1
    while (taken.has(`G${String(serial).padStart(3, '0')}`))
    return `G${String(serial).padStart(3, '0')}`
  }
  return grids.map(grid => (grid.code === '' ? { ...grid, code: next() } : grid))
}

interface Inserted {
  id: number
  code: string
  name: string
  level: NewGrid['level']
  version: number
  regionId: number
  polygon: Polygon
  isDivided: boolean
}

interface Founding {
  townId: number
  grids: NewGrid[]
  from: Date
}

/** Each grid after the one that it lies in, whose village it has and whose level it has the next of. */
async function insertDown(sql: TransactionSql, { townId, grids, from }: Founding): Promise<Inserted[]> {
  const done = new Map<string, Inserted>()
  let left = grids
  while (left.length > 0) {
    const ready = left.filter(({ above }) => above === '' || done.has(above))
    const placed = ready.map((grid): PlacedGrid => {
      const over = done.get(grid.above)
      const level = over ? (lowerLevel(over.level) ?? 'micro') : grid.level
      return { ...grid, level, parentId: over?.id ?? null, regionId: over?.regionId ?? grid.regionId }
    })
    const divided = new Set(ready.flatMap(({ code, isDivided }) => (isDivided ? [code] : [])))
    for (const row of await insert(sql, { townId, grids: placed, from })) {
      done.set(row.code, { ...row, isDivided: divided.has(row.code) })
    }
    left = ready.length > 0 ? left.filter(grid => !ready.includes(grid)) : []
  }
  return [...done.values()]
}

type PlacedGrid = NewGrid & { parentId: number | null }

function insert(
  sql: TransactionSql,
  { townId, grids, from }: Omit<Founding, 'grids'> & { grids: PlacedGrid[] },
): Promise<Omit<Inserted, 'isDivided'>[]> {
  const of = <K extends keyof PlacedGrid>(key: K) => grids.map(grid => grid[key])
  const shapes = grids.map(({ polygon }) => JSON.stringify(polygon))
  return sql<Inserted[]>`
    insert into grids (town_id, region_id, parent_id, level, code, name, geom, valid_from)
    select ${townId}, coalesce(n.region_id, (
        select r.id from regions r
        where r.town_id = ${townId} and not exists (select 1 from regions u where u.parent_id = r.id)
          and ST_Covers(r.geom, ST_PointOnSurface(n.geom))
        order by r.id limit 1), ${townId}), n.parent_id, n.level, n.code, n.name, n.geom, ${from}
    from (select region_id, parent_id, level, code, name, ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as geom
      from unnest(${of('regionId')}::int[], ${of('parentId')}::int[], ${of('level')}::text[], ${of('code')}::text[],
        ${of('name')}::text[], ${shapes}::text[]) as given (region_id, parent_id, level, code, name, shape)) n
    returning id, code, name, level, version, region_id as "regionId", ST_AsGeoJSON(geom, 7)::json as polygon`
}

/** The outlines of all regions that have grids, and of those above them. */
async function outlinesOf(
  sql: TransactionSql,
  townId: number,
  grids: readonly Inserted[],
): Promise<OutlineChange[]> {
  const regions = await sql<{ id: number; name: string; parentId: number | null }[]>`
    select id, name, parent_id as "parentId" from regions where id = ${townId} or town_id = ${townId} order by id`
  const parentOf = new Map(regions.map(({ id, parentId }) => [id, parentId]))
  const faces = new Map<number, Inserted[]>()
  for (const grid of grids) {
    for (let id: number | null = grid.regionId; id !== null; id = parentOf.get(id) ?? null) {
      const known = faces.get(id)
      if (known) known.push(grid)
      else faces.set(id, [grid])
    }
  }
  return regions.flatMap(({ id, name }): OutlineChange[] => {
    const outline = outlineOf((faces.get(id) ?? []).map(({ polygon }) => ringsOf(polygon)))
    return outline ? [{ id, name, outline }] : []
  })
}

const ringsOf = ({ coordinates }: Polygon) => coordinates.map(ring => ring.slice(0, -1).map(spotOf))
