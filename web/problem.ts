import type { Code, FieldError } from '../server/errors.ts'

/** `offline`: nothing reached the server. `unknown`: an answer that is not ours. */
export type ProblemCode = Code | 'offline' | 'unknown'

const codes: Record<Code, true> = {
  invalid: true,
  missing: true,
  conflict: true,
  forbidden: true,
  unauthenticated: true,
  busy: true,
  'too-large': true,
  unavailable: true,
}

const isCode = (word: unknown): word is Code => typeof word === 'string' && Object.keys(codes).includes(word)

/** What went wrong with a request, as every screen sees it. `detail` is already in the reader's language. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly detail: string
  readonly errors: FieldError[]
  readonly details: Record<string, unknown>

  constructor(facts: {
    code: ProblemCode
    status: number
    detail?: string
    errors?: FieldError[]
    details?: Record<string, unknown>
  }) {
    super(facts.detail || facts.code)
    this.code = facts.code
    this.status = facts.status
    this.detail = facts.detail ?? ''
    this.errors = facts.errors ?? []
    this.details = facts.details ?? {}
  }

  /** The message for one field of a form, by its path. */
  at(path: string): string | undefined {
    return this.errors.find(error => error.path === path)?.message
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const isFieldError = (value: unknown): value is FieldError => {
  const { path, message } = record(value)
  return typeof path === 'string' && typeof message === 'string'
}

/** Reads an RFC 9457 answer; anything else becomes a problem of unknown kind with its status. */
export function readProblem(status: number, body: unknown): Problem {
  const { code, detail, errors, details } = record(body)
  return new Problem({
    code: isCode(code) ? code : fallbackCode(status),
    status,
    detail: typeof detail === 'string' ? detail : '',
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
    details: record(details),
  })
}

function fallbackCode(status: number): ProblemCode {
  if (status === 401) return 'unauthenticated'
  if (status === 502 || status === 503 || status === 504) return 'unavailable'
  return 'unknown'
}
