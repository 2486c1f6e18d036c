// PostgreSQL frontend/backend protocol 3.0, "Message Formats"

export type TransactionStatus = 'I' | 'T' | 'E'

/** One protocol message, its type letter, and its bytes with the header. */
export interface Message {
  type: string
  bytes: Buffer
}

export interface SqlFailure {
  code: string
  message: string
  severity?: 'ERROR' | 'FATAL'
  hint?: string
}

const headerBytes = 5

export function message(type: string, body: Buffer): Buffer {
  const bytes = Buffer.alloc(headerBytes + body.length)
  bytes.write(type, 0, 'latin1')
  bytes.writeInt32BE(4 + body.length, 1)
  body.copy(bytes, headerBytes)
  return bytes
}

export const sync = message('S', Buffer.alloc(0))

export const simpleQuery = (sql: string) => message('Q', Buffer.from(`${sql}\0`))

export const readyForQuery = (status: TransactionStatus) => message('Z', Buffer.from(status))

export const closeStatement = (name: string) => message('C', Buffer.from(`S${name}\0`))

export function errorResponse({ code, message: text, severity = 'ERROR', hint }: SqlFailure): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${text}`, ...(hint ? [`H${hint}`] : [])]
  return message('E', Buffer.from(`${fields.join('\0')}\0\0`))
}

/** What a server says to a connection that has just begun: accepted, its settings, its key, ready. */
export function greeting(processId: number): Buffer {
  const settings: Record<string, string> = {
    server_version: '18.3',
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
    in_hot_standby: 'off',
    default_transaction_read_only: 'off',
  }
  const key = Buffer.alloc(8)
  key.writeInt32BE(processId, 0)
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(settings).map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`))),
    message('K', key),
    readyForQuery('I'),
  ])
}

/** Splits whole messages off `bytes`; what is left over is the beginning of the next message. */
export function split(bytes: Buffer): { messages: Message[]; rest: Buffer } {
  const messages: Message[] = []
  let start = 0
  while (bytes.length - start >= headerBytes) {
    const end = start + 1 + bytes.readInt32BE(start + 1)
    if (end > bytes.length) break
    messages.push({ type: String.fromCharCode(bytes.readUInt8(start)), bytes: bytes.subarray(start, end) })
    start = end
  }
  return { messages, rest: bytes.subarray(start) }
}

/** The NUL-ended text that starts `offset` bytes into the body. */
export function textAt({ bytes }: Message, offset: number): string {
  const start = headerBytes + offset
  const end = bytes.indexOf(0, start)
  return bytes.toString('utf8', start, end < 0 ? bytes.length : end)
}

/** The SQL a Query or Parse message carries, '' for any other. */
export function sqlOf(incoming: Message): string {
  if (incoming.type === 'Q') return textAt(incoming, 0)
  if (incoming.type !== 'P') return ''
  return textAt(incoming, Buffer.byteLength(textAt(incoming, 0)) + 1)
}

/** The prepared statement a Parse, Bind, Describe or Close message names; undefined when it names none. */
export function statementNamed(incoming: Message): string | undefined {
  if (incoming.type === 'P') return textAt(incoming, 0)
  if (incoming.type === 'B') return textAt(incoming, Buffer.byteLength(textAt(incoming, 0)) + 1)
  if ('DC'.includes(incoming.type) && incoming.bytes[headerBytes] === 83) return textAt(incoming, 1)
  return undefined
}

/** The channel of a NotificationResponse. */
export const channelOf = (notification: Message) => textAt(notification, 4)

export const commandTagOf = (complete: Message) => textAt(complete, 0)

export function statusOf(ready: Message): TransactionStatus {
  const letter = String.fromCharCode(ready.bytes.readUInt8(headerBytes))
  return letter === 'T' || letter === 'E' ? letter : 'I'
}

/** The SQLSTATE of an ErrorResponse. */
export function sqlStateOf({ bytes }: Message): string {
  const fields = bytes.toString('utf8', headerBytes).split('\0')
  return fields.find(field => field.startsWith('C'))?.slice(1) ?? 'XX000'
}
