import { createHash } from 'node:crypto'
import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import type { Sql } from 'postgres'
import { findPersonByToken, findWorld } from './account/find.ts'
import { accountRoutes, cookieName, openDoors } from './account/routes.ts'
import { boundaryRoutes, uploadPath } from './boundary/routes.ts'
import type { Context } from './context.ts'
import { dangerRoutes } from './danger/routes.ts'
import { dispatchRoutes } from './dispatch/routes.ts'
import { drillRoutes } from './drill/routes.ts'
import { editionRoutes } from './edition/routes.ts'
import { invalid, missing, Refusal } from './errors.ts'
import type { Feed } from './feed.ts'
import { feedRoutes } from './feed-routes.ts'
import { gridRoutes } from './grid/routes.ts'
import { hazardRoutes } from './hazard/routes.ts'
import { healthRoutes, type Readiness } from './health.ts'
import { identificationRoutes } from './identification/routes.ts'
import { incidentRoutes } from './incident/routes.ts'
import { inspectionRoutes } from './inspection/routes.ts'
import { installationRoutes } from './installation/routes.ts'
import { log } from './log.ts'
import { memberRoutes } from './member/routes.ts'
import { docsRoutes } from './openapi.ts'
import { partitionRoutes } from './partition/routes.ts'
import { planRoutes } from './plan/routes.ts'
import { answerProblem, databaseAway, languageOf } from './problem.ts'
import { regionRoutes } from './region/routes.ts'
import { type Served, shallow } from './request.ts'
import { responderRoutes } from './responder/routes.ts'
import { riskRoutes } from './risk/routes.ts'
import { TileDesk } from './risk/tiles/desk.ts'
import { cellTileRoutes } from './risk/tiles/routes.ts'
import { sensorRoutes } from './sensor/routes.ts'
import { shelterRoutes } from './shelter/routes.ts'
import { staticRoutes } from './static.ts'
import { supplyRoutes } from './supply/routes.ts'
import { targetRoutes } from './target/routes.ts'
import { threatRoutes } from './threat/routes.ts'
import { tileRoutes } from './tile-routes.ts'
import { warningRoutes } from './warning/routes.ts'

export interface Parts {
  sql: Sql
  feed: Feed
  demo: boolean
  dataDirectory: string
  webDirectory: string
  readiness(): Promise<Readiness>
  /** Shared with what answers kept tiles before the app; one of its own by default. */
  tiles?: TileDesk
  /** How long a request waits for the database to say who asks before it is told to come back; 1.5 s by default. */
  patienceMs?: number
}

/** Hangs every room's routes on one app. The order matters: open doors first, then the check who asks. */
export function openApp(parts: Parts) {
  const app = new Hono<Served>()
  app.onError(answerProblem)
  app.notFound(c => answerProblem(noSuch(), c))
  // Before the rest: a map asks for dozens of tiles at once, and each is answered from memory in microseconds.
  app.route('/tiles', cellTileRoutes({ desk: parts.tiles ?? new TileDesk(parts.sql) }))
  app.use(requestId(), timed, headers())
  app.use('/api/*', sameSite(), forAllBut(isUpload, limit), forAllBut(isUpload, shallow))
  return app
    .route('/', healthRoutes(parts))
    .route('/api', openDoors(parts))
    .route('/api', docsRoutes(app))
    .use('/api/*', signedIn(parts))
    .route('/api', accountRoutes(parts))
    .route('/api', feedRoutes(parts))
    .route('/api', regionRoutes)
    .route('/api', gridRoutes)
    .route('/api', boundaryRoutes(parts))
    .route('/api', partitionRoutes(parts))
    .route('/api', memberRoutes)
    .route('/api', riskRoutes)
    .route('/api', editionRoutes)
    .route('/api', hazardRoutes)
    .route('/api', installationRoutes)
    .route('/api', dangerRoutes)
    .route('/api', sensorRoutes)
    .route('/api', inspectionRoutes)
    .route('/api', identificationRoutes(parts))
    .route('/api', targetRoutes)
    .route('/api', responderRoutes)
    .route('/api', supplyRoutes)
    .route('/api', shelterRoutes)
    .route('/api', warningRoutes)
    .route('/api', incidentRoutes)
    .route('/api', planRoutes)
    .route('/api', dispatchRoutes)
    .route('/api', drillRoutes)
    .route('/api', threatRoutes)
    .route('/tiles', tileRoutes(parts))
    .all('/api/*', () => {
      throw noSuch()
    })
    .all('/tiles/*', () => {
      throw noSuch()
    })
    .route('/', staticRoutes(parts))
}

export type Api = ReturnType<typeof openApp>

const noSuch = () => missing({ zh: '没有这个接口', en: 'There is no such endpoint' })

/** Forged requests come from browsers, which name their origin; a program that names none carries no one's cookie. */
function sameSite(): MiddlewareHandler<Served> {
  const check = csrf()
  return (c, next) =>
    ['origin', 'sec-fetch-site', 'referer'].some(name => c.req.header(name)) ? check(c, next) : next()
}

/** A file that comes in is streamed to its room, which has a limit of its own. */
const isUpload = (c: HonoContext) => c.req.method === 'POST' && c.req.path === uploadPath

const forAllBut =
  (isOther: (c: HonoContext) => boolean, handler: MiddlewareHandler<Served>): MiddlewareHandler<Served> =>
  (c, next) =>
    isOther(c) ? next() : handler(c, next)

const tooLarge = () => {
  throw new Refusal('too-large', { zh: '请求超过 4 MB 的上限', en: 'The request is over the limit of 4 MB' })
}

const limit = bodyLimit({ maxSize: 4 * 1024 * 1024, onError: tooLarge })

const headers = () =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Svelte and MapLibre set style attributes; no style can run script.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: 'same-origin',
  })

const timed = async (c: HonoContext<Served>, next: () => Promise<void>) => {
  const started = performance.now()
  await next()
  const ms = Math.round((performance.now() - started) * 10) / 10
  const level = c.res.status >= 500 ? 'error' : 'debug'
  log[level]({
    request: c.get('requestId'),
    method: c.req.method,
    path: c.req.path,
    status: c.res.status,
    ms,
  })
}

const signedIn = ({ sql, patienceMs = 1500 }: Parts) => {
  const inTime = patience(patienceMs)
  return async (c: HonoContext<Served>, next: () => Promise<void>) => {
    const asked = c.req.header('sisetu-world') ?? c.req.query('world') ?? '0'
    const worldId = /^\d{1,9}$/.test(asked) ? Number(asked) : -1
    const found = await inTime(whoAsks(sql, getCookie(c, cookieName) ?? '', worldId))
    const context: Context = {
      sql,
      ...found,
      language: languageOf(c),
      request: c.get('requestId'),
      ...(await idempotencyOf(c, found.world.id)),
    }
    c.set('context', context)
    await next()
  }
}

async function whoAsks(sql: Sql, token: string, worldId: number) {
  const actor = await findPersonByToken(sql, token)
  if (!actor) throw new Refusal('unauthenticated', { zh: '请先登录', en: 'Sign in first' })
  return { actor, world: await findWorld(sql, worldId) }
}

/**
 * Nobody hangs while the database is away: they are told to come back. It is away when it has answered nobody for so
 * long; a busy one, which answers others meanwhile, is waited for.
 */
function patience(patienceMs: number) {
  let answeredAt = 0
  return async <T>(work: Promise<T>): Promise<T> => {
    const askedAt = performance.now()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      const look = () => {
        const left = Math.max(askedAt, answeredAt) + patienceMs - performance.now()
        if (left <= 0) reject(databaseAway())
        else timer = setTimeout(look, left)
      }
      look()
    })
    try {
      const answer = await Promise.race([work, late])
      answeredAt = performance.now()
      return answer
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The key under which the answer of this POST is kept, with what it was asked. */
async function idempotencyOf(c: HonoContext<Served>, worldId: number): Promise<Pick<Context, 'idempotency'>> {
  const key = c.req.method === 'POST' && !isUpload(c) ? c.req.header('idempotency-key') : undefined
  if (!key) return {}
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw invalid('Idempotency-Key', {
      zh: 'Idempotency-Key 应为 1–200 个可见 ASCII 字符',
      en: 'Idempotency-Key must be 1 to 200 visible ASCII characters',
    })
  }
  const { pathname, search } = new URL(c.req.url)
  const fingerprint = createHash('sha256')
    .update(`${pathname}${search}\n${worldId}\n${await c.req.text()}`)
    .digest('base64url')
  return { idempotency: { key, fingerprint } }
}
