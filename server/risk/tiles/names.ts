import type { Sql } from 'postgres'

/** Ids and codes of a town's cells by ordinal; codes lie one after another in one run of UTF-8. */
export interface CellNames {
  ids: Int32Array
  codes: Uint8Array
  /** First byte of each code, and at the end the number of bytes. */
  codeStart: Uint32Array
}

interface NameRow {
  id: number
  ordinal: number
  code: string
}

/** @param all of which those beyond `size` came after the outlines were read */
export function namesOf(all: readonly NameRow[], size: number): CellNames {
  const rows = all.filter(({ ordinal }) => ordinal < size)
  const ids = new Int32Array(size)
  const codeStart = new Uint32Array(size + 1)
  const encoder = new TextEncoder()
  const each = rows.map(({ code }) => encoder.encode(code))
  rows.forEach(({ id, ordinal }, i) => {
    ids[ordinal] = id
    codeStart[ordinal + 1] = each[i]?.length ?? 0
  })
  for (let ordinal = 0; ordinal < size; ordinal++)
    codeStart[ordinal + 1] = (codeStart[ordinal + 1] ?? 0) + (codeStart[ordinal] ?? 0)
  const codes = new Uint8Array(codeStart[size] ?? 0)
  rows.forEach(({ ordinal }, i) => {
    const code = each[i]
    if (code) codes.set(code, codeStart[ordinal])
  })
  return { ids, codes, codeStart }
}

const page = 20_000

/** Reads them page by page, so that other requests are answered in between. */
export async function readNames(
  sql: Sql,
  { townId, size }: { townId: number; size: number },
): Promise<CellNames> {
  const rows: NameRow[] = []
  for (let after = -1; ; ) {
    const part = await sql<NameRow[]>`
      select id, ordinal, code from cells where town_id = ${townId} and ordinal > ${after}
      order by ordinal limit ${page}`
    for (const row of part) rows.push(row)
    const last = part.at(-1)
    if (!last || part.length < page) return namesOf(rows, size)
    after = last.ordinal
  }
}
