import type { Context as HonoContext } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Language } from './context.ts'
import { Refusal } from './errors.ts'
import { log } from './log.ts'
import type { Served } from './request.ts'

export const languageOf = (c: HonoContext<Served>): Language =>
  (c.req.header('accept-language') ?? 'zh').toLowerCase().startsWith('en') ? 'en' : 'zh'

// What the driver says while the database is away or being reopened.
const away = /^(CONNECTION_|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|57P0|08|25006|53300)/

/** The only place where an error becomes an answer: RFC 9457 problem+json in the request's language. */
export function answerProblem(error: Error, c: HonoContext<Served>): Response {
  const refusal = refusalOf(error)
  const language = languageOf(c)
  if (refusal.code === 'unavailable') log.error({ request: c.get('requestId'), err: error })
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
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...retry },
  })
}

function refusalOf(error: Error): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof HTTPException) return ofHttp(error)
  const code = 'code' in error ? String(error.code) : ''
  if (away.test(code)) {
    return new Refusal('unavailable', {
      zh: '数据库暂时不可用，请稍后重试；内容没有丢失',
      en: 'The database is away for a moment; try again, nothing was lost',
    })
  }
  return new Refusal('unavailable', {
    zh: '服务器内部错误，已记入日志；请重试或联系管理员',
    en: 'Something went wrong inside and was logged; try again or tell the administrator',
  })
}

function ofHttp(error: HTTPException): Refusal {
  if (error.status === 403)
    return new Refusal('forbidden', { zh: '请求来源不被允许', en: 'This origin may not ask' })
  return new Refusal('invalid', { zh: '请求正文不是有效的 JSON', en: 'The body is not valid JSON' })
}
