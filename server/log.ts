import { pino } from 'pino'

/** One JSON line an event; never a phone number, a token or a body. */
export const log = pino({
  level: process.env.SISETU_LOG ?? 'warn',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: errorFields },
  redact: ['*.password', '*.token', '*.phone', '*.contact', '*.key'],
})

/** A database error also carries the row at fault (`detail`, `where`, parameters): people's data stays out of the log. */
function errorFields(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error ? String(error.code) : undefined
  const constraint = 'constraint_name' in error ? String(error.constraint_name) : undefined
  return { type: error.name, code, constraint, message: error.message, stack: error.stack }
}
