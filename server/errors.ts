import type { ContentfulStatusCode } from 'hono/utils/http-status'

export type Code =
  | 'invalid'
  | 'missing'
  | 'conflict'
  | 'forbidden'
  | 'unauthenticated'
  | 'busy'
  | 'too-large'
  | 'unavailable'

const statusOf: Record<Code, ContentfulStatusCode> = {
  invalid: 422,
  missing: 404,
  conflict: 409,
  forbidden: 403,
  unauthenticated: 401,
  busy: 429,
  'too-large': 413,
  unavailable: 503,
}

export interface FieldError {
  path: string
  message: string
}

export interface Words {
  zh: string
  en: string
}

/** What a verb says when it will not do a thing: a code, a sentence in both languages, the fields at fault. */
export class Refusal extends Error {
  readonly code: Code
  readonly status: ContentfulStatusCode
  readonly words: Words
  readonly errors: { path: string; message: Words }[]
  /** For a conflict: the noun as it is now (`theirs`), who changed it and when. */
  readonly details: Record<string, unknown>

  constructor(
    code: Code,
    words: Words,
    more: {
      errors?: { path: string; message: Words }[]
      details?: Record<string, unknown>
      /** Where HTTP has a closer word than the code's own. */
      status?: ContentfulStatusCode
    } = {},
  ) {
    super(words.en)
    this.code = code
    this.status = more.status ?? statusOf[code]
    this.words = words
    this.errors = more.errors ?? []
    this.details = more.details ?? {}
  }
}

export const invalid = (path: string, message: Words) =>
  new Refusal('invalid', message, { errors: [{ path, message }] })

export const missing = (words: Words) => new Refusal('missing', words)

export const conflict = (words: Words, details: Record<string, unknown> = {}) =>
  new Refusal('conflict', words, { details })

export const forbidden = (words: Words) => new Refusal('forbidden', words)

/** The stale write: carries the noun as it is now, so that the screen can offer both sides. */
export const stale = (theirs: unknown) =>
  conflict(
    {
      zh: '内容已被他人更新，请比较两个版本后再保存',
      en: 'Someone saved a newer version; compare both and choose',
    },
    { theirs },
  )
