import { pino } from 'pino'

/** One JSON line an event; never a phone number, a token or a body. */
export const log = pino({
  level: process.env.SISETU_LOG ?? 'warn',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ['*.password', '*.token', '*.phone', '*.contact', '*.key'],
})
