import type { Sql } from 'postgres'

/** Ids and codes of a town's cells by ordinal; codes lie one after another in one run of bytes. */
export interface CellNames {
  idOf(ordinal: number): number
  codeOf(ordinal: number): Uint8Array
}

interface NameRow {
  id: number
  ordinal: number
  code: string
}

export function namesOf(rows: readonly NameRow[], size: number): CellNames {
  const ids = new Int32Array(size)
  const at = new Uint32Array(size + 1)
  const encoder = new TextEncoder()
  const codes = rows.map(({ code }) => encoder.encode(code))
  rows.forEach(({ id, ordinal }, i) => {
    ids[ordinal] = id
    at[ordinal + 1] = codes[i]?.length ?? 0
  })
  for (let ordinal = 0; ordinal < size; ordinal++)
    at[ordinal + 1] = (at[ordinal + 1] ?? 0) + (at[ordinal] ?? 0)
  const bytes = new Uint8Array(at[size] ?? 0)
  rows.forEach(({ ordinal }, i) => {
    const code = codes[i]
    if (code) bytes.set(code, at[ordinal])
  })
  return {
    idOf: ordinal => ids[ordinal] ?? 0,
    codeOf: ordinal => bytes.subarray(at[ordinal] ?? 0, at[ordinal + 1] ?? 0),
  }
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
