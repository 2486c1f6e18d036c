import type { Context as HonoContext } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Language } from './context.ts'
import { Refusal } from './errors.ts'
import { log } from './log.ts'
import type { Served } from './request.ts'

/** The first of our two languages that the request names; Chinese when it names neither. */
export const languageOf = (c: HonoContext<Served>): Language =>
  /\ben\b|\bzh\b/.exec((c.req.header('accept-language') ?? '').toLowerCase())?.[0] === 'en' ? 'en' : 'zh'

// What the driver says while the database is away, being reopened, full or too busy to take more.
const away =
  /^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|57P0|08|25006|25P03|53|57014)/

/** Whether a later try may work: the fault is the database's state, not the program's. */
export const isAway = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && away.test(String(error.code))

export const databaseAway = () =>
  new Refusal('unavailable', {
    zh: '数据库暂时不可用，请稍后重试；内容没有丢失',
    en: 'The database is away for a moment; try again, nothing was lost',
  })

/** The only place where an error becomes an answer: RFC 9457 problem+json in the request's language. */
export function answerProblem(error: Error, c: HonoContext<Served>): Response {
  const refusal = refusalOf(error)
  const language = languageOf(c)
  if (refusal.status >= 500) log.error({ request: c.get('requestId'), err: error })
  const body = {
    type: `about:blank#${refusal.code}`,
    title: refusal.code,
    status: refusal.status,
    code: refusal.code,
    detail: refusal.words[language],
    errors: refusal.errors.map(({ path, message }) => ({ path, message: message[language] })),
    details: refusal.details,
    request: c.get('requestId'),
  }
  const retry: Record<string, string> =
    refusal.status === 503 || refusal.status === 429 ? { 'retry-after': '2' } : {}
  return new Response(JSON.stringify(body), {
    status: refusal.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': language,
      ...retry,
    },
  })
}

function refusalOf(error: Error): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof HTTPException) return ofHttp(error)
  if (isAway(error)) return databaseAway()
  return new Refusal(
    'unavailable',
    {
      zh: '服务器内部错误，已记入日志；请联系管理员',
      en: 'Something went wrong inside and was logged; tell the administrator',
    },
    // A fault of the program: the same request would only fail again.
    { status: 500 },
  )
}

function ofHttp(error: HTTPException): Refusal {
  if (error.status === 403)
    return new Refusal('forbidden', { zh: '请求来源不被允许', en: 'This origin may not ask' })
  return new Refusal(
    'invalid',
    { zh: '请求正文不是有效的 JSON', en: 'The body is not valid JSON' },
    { status: 400 },
  )
}
