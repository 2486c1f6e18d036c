import type postgres from 'postgres'

type Work = (tx: postgres.TransactionSql) => unknown

/**
 * Keeps the driver (postgres 3.4) from speaking on a connection that is gone, be it to roll back, which would
 * throw where nobody can catch it and end the process. The transaction itself has been rejected by then.
 */
export function guardBegin(sql: postgres.Sql): postgres.Sql {
  const begin = sql.begin
  const guarded = (first: string | Work, second: Work = () => undefined) => {
    let over = false
    const isOver = () => over
    const work = typeof first === 'function' ? first : second
    const held = (tx: postgres.TransactionSql) => untilLost(() => work(guardHandle(tx, isOver)), isOver)
    const result = typeof first === 'string' ? begin(first, held) : begin(held)
    result.catch(() => {
      over = true
    })
    return result
  }
  return Object.assign(sql, { begin: guarded })
}

/** The handle of a transaction, which rejects what it is asked once the transaction is over. */
function guardHandle(tx: postgres.TransactionSql, isOver: () => boolean): postgres.TransactionSql {
  const rejected = () =>
    Promise.reject(Object.assign(new Error('the connection was lost'), { code: lostCode }))
  const savepoint = (first: string | Work, second: Work = () => undefined) => {
    const work = typeof first === 'function' ? first : second
    const held = (inner: postgres.TransactionSql) => untilLost(() => work(guardHandle(inner, isOver)), isOver)
    if (isOver()) return rejected()
    return typeof first === 'string' ? tx.savepoint(first, held) : tx.savepoint(held)
  }
  return new Proxy(tx, {
    apply: (target, self, args) => (isOver() ? rejected() : Reflect.apply(target, self, args)),
    get(target, name) {
      if (name === 'savepoint') return savepoint
      return isOver() && name === 'unsafe' ? rejected : Reflect.get(target, name)
    },
  })
}

/** As `work`, but never settled once the connection is lost: what waits for it would only speak to nobody. */
function untilLost(work: () => unknown, isOver: () => boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const started = Promise.resolve().then(work)
    const all = started.then(result => (Array.isArray(result) ? Promise.all(result) : result))
    all.then(
      result => {
        if (!isOver()) resolve(result)
      },
      (error: unknown) => {
        if (!isOver() && !isConnectionLost(error)) reject(error)
      },
    )
  })
}

const lostCode = 'CONNECTION_CLOSED'
const lostCodes = new Set([lostCode, 'CONNECTION_DESTROYED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/** The connection broke; whether the last statement was carried out is not known. */
export const isConnectionLost = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && lostCodes.has(error.code)
