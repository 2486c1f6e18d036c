import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type postgres from 'postgres'
import { openDatabase } from './open.ts'

/** What a writer says once it has opened the database and compared it with the witness. */
export interface WriterReport {
  acknowledged: number
  /** Acknowledged rows that are gone, and transactions of which one half is there. */
  lost: number
}

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    url: { type: 'string', default: '' },
    witness: { type: 'string', default: '' },
    check: { type: 'boolean', default: false },
  },
})

const { sql, close } = await openDatabase({ dataDirectory: values.data, url: values.url || undefined })
await sql`create table if not exists public.kept (id bigint primary key, pair bigint not null)`
const report = await compare(sql, values.witness)
process.stdout.write(`${JSON.stringify(report)}\n`)
if (values.check) await close()
else await writeForEver(sql, values.witness)

async function compare(sql: postgres.Sql, witness: string): Promise<WriterReport> {
  const noted = existsSync(witness) ? readFileSync(witness, 'utf8') : ''
  // A line without its end was still being written: nobody was told yet.
  const acknowledged = noted.split('\n').slice(0, -1).map(Number)
  const rows = await sql<{ id: number }[]>`select id from public.kept`
  const kept = new Set(rows.map(({ id }) => id))
  const gone = acknowledged.filter(id => !kept.has(id)).length
  const halves = rows.filter(({ id }) => !kept.has(-id)).length
  return { acknowledged: acknowledged.length, lost: gone + halves }
}

/** Four at a time, each row with its mirror in one transaction, noted on disk after the database said yes. */
async function writeForEver(sql: postgres.Sql, witness: string): Promise<void> {
  const file = openSync(witness, 'a')
  const [top] = await sql<{ id: number }[]>`select coalesce(max(id), 0) as id from public.kept`
  let last = top?.id ?? 0
  let announced = false
  const write = async (): Promise<void> => {
    for (;;) {
      const id = ++last
      await sql.begin(async tx => {
        await tx`insert into public.kept (id, pair) values (${id}, ${-id})`
        await tx`insert into public.kept (id, pair) values (${-id}, ${id})`
      })
      writeSync(file, `${id}\n`)
      fsyncSync(file)
      if (!announced) process.stdout.write('writing\n')
      announced = true
    }
  }
  await Promise.all([write(), write(), write(), write()]).finally(() => closeSync(file))
}
