import type { MiddlewareHandler } from 'hono'
import { validator } from 'hono/validator'
import { z } from 'zod'
import type { Context } from './context.ts'
import { invalid, Refusal, type Words } from './errors.ts'

/** What every route may read from its Hono context. */
export interface Served {
  Variables: { context: Context; requestId: string }
}

export type Target = 'json' | 'query' | 'param'

/** What a route takes or gives, readable by the OpenAPI document. */
export interface Described {
  takes?: { target: Target; schema: z.ZodType }
  gives?: { schema: z.ZodType | null; summary: string; status: number }
}

const described = new WeakMap<object, Described>()
export const describedBy = (handler: object): Described | undefined => described.get(handler)

/**
 * Checks a part of the request against a schema before anything else sees it.
 * @throws Refusal `invalid` naming each field
 */
export function takes<T extends Target, S extends z.ZodType>(
  target: T,
  schema: S,
): MiddlewareHandler<Served, string, { in: { [K in T]: z.input<S> }; out: { [K in T]: z.output<S> } }> {
  const check = validator(target, value => {
    const bad = unstorable(value)
    if (bad !== null) throw invalid(bad || '(body)', signs)
    const parsed = schema.safeParse(value)
    if (!parsed.success) throw refusalOf(parsed.error)
    return parsed.data
  })
  described.set(check, { takes: { target, schema } })
  // hono's validator infers from the callback; the generic schema says it better.
  return check as unknown as MiddlewareHandler<
    Served,
    string,
    { in: { [K in T]: z.input<S> }; out: { [K in T]: z.output<S> } }
  >
}

const signs: Words = {
  zh: '文字里有数据库不能保存的符号（空字符或残缺的代理对）',
  en: 'The text has a sign that cannot be stored (a NUL or half of a surrogate pair)',
}

/** The path of the first text that no database takes, or null: such a text must never reach SQL. */
export function unstorable(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return /\u0000|\p{Surrogate}/u.test(value) ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const below = path === '' ? key : `${path}.${key}`
    const bad = unstorable(key, path) ?? unstorable(inner, below)
    if (bad !== null) return bad
  }
  return null
}

/** Names what a route answers with; only the OpenAPI document reads it. */
export function gives(schema: z.ZodType | null, summary: string, status = 200): MiddlewareHandler<Served> {
  const pass: MiddlewareHandler<Served> = (_, next) => next()
  described.set(pass, { gives: { schema, summary, status } })
  return pass
}

const chinese: Record<string, string> = {
  invalid_type: '类型不对或缺少此项',
  too_small: '太小或太短',
  too_big: '太大或太长',
  invalid_value: '不在允许的取值之内',
  invalid_format: '格式不对',
  unrecognized_keys: '有不认识的字段',
  invalid_union: '与任何允许的形式都不符',
}

export function refusalOf(error: z.ZodError): Refusal {
  const errors = error.issues.slice(0, 50).map(issue => {
    const path = issue.path.map(String).join('.') || '(body)'
    const message: Words = {
      zh: `${path}：${chinese[issue.code] ?? '不合规则'}`,
      en: `${path}: ${issue.message}`,
    }
    return { path, message }
  })
  const first = errors[0]?.message ?? { zh: '请求不合规则', en: 'The request does not fit' }
  return new Refusal('invalid', first, { errors })
}

export const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)

export const IdParam = z.object({ id: wholeNumber })
export const TownQuery = z.object({ town: wholeNumber })
/** `w,s,e,n` in degrees. */
export const BboxQuery = z
  .string()
  .regex(/^-?[\d.]+(,-?[\d.]+){3}$/)
  .transform(text => text.split(',').map(Number))
  .pipe(z.tuple([z.number(), z.number(), z.number(), z.number()]))
