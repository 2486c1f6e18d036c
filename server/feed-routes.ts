import { Hono } from 'hono'
import { z } from 'zod'
import { allow } from './account/rules/rights.ts'
import type { Feed } from './feed.ts'
import { gives, type Served, takes, wholeNumber } from './request.ts'

const FeedQuery = z.object({
  town: wholeNumber.optional(),
  world: wholeNumber.optional(),
  after: wholeNumber.optional(),
})

export const feedRoutes = ({ feed }: { feed: Feed }) =>
  new Hono<Served>().get(
    '/feed',
    takes('query', FeedQuery),
    gives(null, '变更流（server-sent events，Last-Event-ID 续传） / Change feed, resumes by Last-Event-ID'),
    c => {
      const query = c.req.valid('query')
      const seen = c.req.header('last-event-id')
      const after = seen && /^\d{1,15}$/.test(seen) ? Number(seen) : (query.after ?? null)
      const { actor, world } = c.var.context
      if (query.town !== undefined) allow(actor, 'region.read', { world, townId: query.town })
      const townIds = query.town === undefined ? actor.townIds : [query.town]
      // A HEAD would open a stream that nobody reads and nobody closes.
      const body =
        c.req.method === 'HEAD' ? null : feed.stream({ personId: actor.id, world: world.id, townIds }, after)
      return new Response(body, {
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        },
      })
    },
  )
