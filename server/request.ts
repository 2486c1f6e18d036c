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
  const check = validator(target, (value, c) => {
    if (target === 'json') mediaTypeOf(c.req.header('content-type'))
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

const jsonType = /^application\/([\w.-]+\+)?json\b/i

// A body without a type counts as none; a body of another type is not silently taken for an empty one.
function mediaTypeOf(type: string | undefined): void {
  if (type === undefined || jsonType.test(type)) return
  const words = { zh: '请求正文应为 application/json', en: 'The body must be application/json' }
  throw new Refusal('invalid', words, { status: 415 })
}

const deepest = 64
const tooDeep: Words = {
  zh: `JSON 嵌套超过 ${deepest} 层的上限`,
  en: `The JSON is nested deeper than the limit of ${deepest}`,
}

/** Refuses a body by its brackets, before a parser builds a million nested values of it. */
export const shallow: MiddlewareHandler<Served> = async (c, next) => {
  if (jsonType.test(c.req.header('content-type') ?? '') && isDeep(await c.req.text())) {
    throw invalid('(body)', tooDeep)
  }
  await next()
}

function isDeep(text: string): boolean {
  let depth = 0
  let isText = false
  for (let i = 0; i < text.length && depth <= deepest; i++) {
    const letter = text.charCodeAt(i)
    // 34 ", 92 \\, 91 [, 123 {, 93 ], 125 }
    if (isText && letter === 92) i += 1
    else if (letter === 34) isText = !isText
    else if (!isText && (letter === 91 || letter === 123)) depth += 1
    else if (!isText && (letter === 93 || letter === 125)) depth -= 1
  }
  return depth > deepest
}

interface Step {
  value: unknown
  path: string
  depth: number
}

/**
 * The path of the first text that no database takes, or null: such a text must never reach SQL.
 * @throws Refusal `invalid` when the value is nested too deep for what reads it next
 */
export function unstorable(value: unknown): string | null {
  // A stack of our own: a hostile body of a million brackets must not use up the program's.
  const open: Step[] = [{ value, path: '', depth: 0 }]
  for (let step = open.pop(); step; step = open.pop()) {
    const { value: at, path, depth } = step
    if (typeof at === 'string' && isUnstorable(at)) return path
    if (typeof at !== 'object' || at === null) continue
    if (depth >= deepest) throw invalid('(body)', tooDeep)
    for (const [key, inner] of Object.entries(at)) {
      if (isUnstorable(key)) return path
      if (typeof inner === 'number') continue
      open.push({ value: inner, path: path === '' ? key : `${path}.${key}`, depth: depth + 1 })
    }
  }
  return null
}

const isUnstorable = (text: string) => text.includes('\0') || /\p{Surrogate}/u.test(text)

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
