import { Hono } from 'hono'
import { z } from 'zod'
import { Instant } from '../list.ts'
import { gives, type Served, TownQuery, takes } from '../request.ts'
import { findRegions, findTowns } from './find.ts'
import { Region, SearchHit, Town } from './region.ts'
import { search } from './search.ts'

const RegionQuery = TownQuery.extend({ at: Instant.optional() })
const SearchQuery = TownQuery.extend({ q: z.string().max(80) })

export const regionRoutes = new Hono<Served>()
  .get('/towns', gives(z.array(Town), '城镇与计数 / Towns with counts'), async c =>
    c.json(await findTowns(c.var.context)),
  )
  .get(
    '/regions',
    takes('query', RegionQuery),
    gives(z.array(Region), '区划 / Regions of a town, as of any day'),
    async c => c.json(await findRegions(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/search',
    takes('query', SearchQuery),
    gives(z.array(SearchHit), '搜索 / Search names and places'),
    async c => c.json(await search(c.var.context, c.req.valid('query'))),
  )
