import {
  channelOf,
  commandTagOf,
  type Message,
  sqlStateOf,
  statusOf,
  type TransactionStatus,
} from './protocol.ts'

export interface Notification {
  channel: string
  bytes: Uint8Array
}

export interface SiftOptions {
  /** How many ParseComplete messages nobody asked for. */
  hiddenParses?: number
  /** Leave out what says that a statement came to its end, since it did not. */
  unfinished?: boolean
}

/** A server's answer taken apart: what goes to the asker as it stands, and what needs a second look. */
export interface Sifted {
  kept: Buffer[]
  notifications: Notification[]
  status: TransactionStatus | undefined
  /** SQLSTATE of each error in the answer. */
  errors: string[]
  /** A statement ran to its end (or to a portal's pause). */
  finished: boolean
  /** PGlite's tag for a statement that a C++ exception left half done. */
  torn: boolean
}

const headerBytes = 5
const ordinary = 'DdcTtn1234HNVv'

/**
 * Takes an answer apart. ReadyForQuery is held back (PGlite sends one too many after an error), and so are
 * notifications (they go to whoever listens).
 */
export function sift(answer: Buffer, { hiddenParses = 0, unfinished = false }: SiftOptions = {}): Sifted {
  const sifted: Sifted = {
    kept: [],
    notifications: [],
    status: undefined,
    errors: [],
    finished: false,
    torn: false,
  }
  let hidden = hiddenParses
  let runStart = 0
  let start = 0
  while (answer.length - start >= headerBytes) {
    const end = start + 1 + answer.readInt32BE(start + 1)
    const type = String.fromCharCode(answer.readUInt8(start))
    const hide = (type === '1' && hidden > 0) || (unfinished && 'Cs'.includes(type))
    if (type === '1' && hidden > 0) hidden--
    const pass =
      !hide && (ordinary.includes(type) || look(sifted, { type, bytes: answer.subarray(start, end) }))
    if (!pass) {
      if (start > runStart) sifted.kept.push(answer.subarray(runStart, start))
      runStart = end
    }
    start = end
  }
  if (start > runStart) sifted.kept.push(answer.subarray(runStart, start))
  return sifted
}

/** Notes what `found` means; true when it goes on to the asker in its place. */
function look(sifted: Sifted, found: Message): boolean {
  switch (found.type) {
    case 'Z':
      sifted.status = statusOf(found)
      return false
    case 'A':
      sifted.notifications.push({ channel: channelOf(found), bytes: Uint8Array.from(found.bytes) })
      return false
    case 'E':
      sifted.errors.push(sqlStateOf(found))
      return true
    case 'C':
      if (commandTagOf(found) === '???') {
        sifted.torn = true
        return false
      }
      sifted.finished = true
      return true
    case 'I':
    case 's':
      sifted.finished = true
      return true
    default:
      return true
  }
}
