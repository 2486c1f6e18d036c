import type { Duplex } from 'node:stream'
import postgres from 'postgres'
import { guardBegin } from './guard-begin.ts'

const connections = 10

// A whole number past 2^53 stays a string rather than turn into its neighbour.
const parseBigint = (text: string) => {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
}

/** int8 as number when safe, numeric as string, json parsed, timestamptz as Date, date as 'YYYY-MM-DD'. */
const types = {
  bigint: { to: 20, from: [20], serialize: String, parse: parseBigint },
  date: {
    to: 1184,
    from: [1114, 1184],
    serialize: (at: Date | string) => (at instanceof Date ? at : new Date(at)).toISOString(),
    parse: (text: string) => new Date(text),
  },
  day: {
    to: 1082,
    from: [1082],
    serialize: (day: Date | string) => (day instanceof Date ? day.toISOString().slice(0, 10) : day),
    parse: String,
  },
}

// Seconds before another try to connect: the driver's own 20 s would outlast a short absence of the server.
const backoff = (tries: number) => Math.min(3 ** tries / 100, 1)

const shared = { max: connections, onnotice: () => {}, types, backoff }

// The driver types its result by the custom parsers; the rest of the program reads rows by its own schemas.
const plain = (sql: unknown) => guardBegin(sql as postgres.Sql)

/** A driver on a PostgreSQL server; several hosts in the address mean failover to the one that takes writes. */
export function connectToServer(url: string, statementMs: number, max = connections): postgres.Sql {
  const severalHosts = url
    .replace(/^[^@]*@/, '')
    .split('/')[0]
    ?.includes(',')
  return plain(
    postgres(url, {
      ...shared,
      max,
      connect_timeout: 5,
      ...(severalHosts ? { target_session_attrs: 'read-write' as const } : {}),
      connection: {
        application_name: 'sisetu',
        search_path: 'sisetu, public',
        TimeZone: 'UTC',
        // Compiling a query took longer than running it: a second and more where the planner overrates rows.
        jit: 'off',
        statement_timeout: statementMs,
        idle_in_transaction_session_timeout: 60_000,
      },
    }),
  )
}

/** The same driver on the embedded database: each connection is a stream in this process, never a port. */
export function connectToStream(connect: () => Duplex): postgres.Sql {
  const options = {
    ...shared,
    host: 'embedded',
    username: 'postgres',
    database: 'postgres',
    max_lifetime: null,
  }
  // The driver takes a `socket` maker, which its types leave out.
  return plain(postgres({ ...options, socket: connect } as postgres.Options<typeof types>))
}
