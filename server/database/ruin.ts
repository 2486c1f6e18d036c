import { type Batch, endingOf, type Line } from './line.ts'
import { errorResponse, readyForQuery, type SqlFailure } from './protocol.ts'

export const stopped: SqlFailure = {
  code: '57P01',
  message: 'the embedded database stopped during this statement; it may or may not have been stored',
  hint: 'Ask again: the database has been opened anew.',
}

export const heldUp: SqlFailure = {
  code: '25P03',
  message: 'terminating the transaction: it kept others waiting while it asked for nothing',
  hint: 'Inside begin use the sql handle of the transaction, and await nothing but the database.',
}

/** Answers for an engine that went away, outside a transaction. */
export function answerFailed(line: Line, batch: Batch, failure: SqlFailure): void {
  line.skipping = batch.ends === 'flush'
  line.send(errorResponse(failure))
  if (!line.skipping) line.send(readyForQuery('I'))
}

/** Answers for a transaction that went with the engine: nothing of it may seem to succeed, its COMMIT least. */
export function answerRuined(line: Line, batch: Batch): void {
  const failure = line.ruin
  if (!failure) return
  const ended = endingOf(line, batch) === 'commit'
  if (ended) {
    line.ruin = undefined
    line.inTransaction = false
  }
  if (batch.messages.length > 0) line.send(errorResponse(failure))
  line.skipping = batch.ends === 'flush'
  if (!line.skipping) line.send(readyForQuery(ended ? 'I' : 'E'))
}
