import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDatabase, testKind } from './test-database.ts'

// The same answers and the same SQLSTATEs on PostgreSQL and on the embedded database.
const bowTie = `'POLYGON((0 0,1 1,1 0,0 1,0 0))'::geometry`
const otherBowTie = `'POLYGON((0 0,2 2,2 0,0 2,0 0))'::geometry`

let sql: postgres.Sql

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error))
const outcome = (query: Promise<unknown>) =>
  query.then(
    () => 'no error',
    (error: unknown) => codeOf(error),
  )

beforeAll(async () => {
  sql = (await testDatabase()).sql
  await sql`create schema if not exists parity`
  await sql`create table parity.row (id int primary key, name text, geom geometry)`
})

afterAll(async () => {
  await sql`drop schema parity cascade`
})

describe('answers', () => {
  it('400 queries at once, every third wrong, each get their own answer or error', async () => {
    const ask = (i: number): Promise<Iterable<unknown>> => {
      if (i % 7 === 3) return sql`select 1 / ${0}::int`
      if (i % 7 === 5) return sql.unsafe(`select nothing_${i}`)
      if (i % 7 === 6) return sql`select ${'x'}::text::int`
      if (i % 7 === 1) return sql.unsafe(`select ${i}::int as a, '名${i}' as b`)
      return sql`select ${i}::int as a, ${`名${i}`}::text as b`
    }
    const expected = (i: number) => {
      if (i % 7 === 3) return '22012'
      if (i % 7 === 5) return '42703'
      if (i % 7 === 6) return '22P02'
      return [{ a: i, b: `名${i}` }]
    }
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, i) => ask(i).then(rows => Array.from(rows), codeOf)),
    )
    expect(answers).toEqual(Array.from({ length: 400 }, (_, i) => expected(i)))
  })

  it('speaks the agreed types', async () => {
    const [row] = await sql`
      select 9007199254740991::bigint as safe, 9007199254740993::bigint as large, 1.50::numeric as exact,
        '{1,2}'::bigint[] as list, '{"a":[1]}'::jsonb as json, '2026-11-08T08:00:00+08'::timestamptz as at,
        '2026-11-08'::date as day, null::int as nothing, '\\x00ff'::bytea as bytes`
    expect(row).toEqual({
      safe: 9007199254740991,
      large: '9007199254740993',
      exact: '1.50',
      list: [1, 2],
      json: { a: [1] },
      at: new Date('2026-11-08T00:00:00Z'),
      day: '2026-11-08',
      nothing: null,
      bytes: Buffer.from([0, 255]),
    })
  })

  it('reads through a cursor, and copies out', async () => {
    let rows = 0
    await sql`select i from generate_series(1, 1000) i`.cursor(100, batch => {
      rows += batch.length
    })
    expect(rows).toBe(1000)
    let bytes = 0
    for await (const chunk of await sql`copy (select i from generate_series(1, 1000) i) to stdout`.readable()) {
      bytes += chunk.length
    }
    expect(bytes).toBe(3893)
  })

  it('carries a parameter of several megabytes both ways', async () => {
    const [row] = await sql`select ${Buffer.alloc(5_000_000, 7)}::bytea as bytes`
    expect(Buffer.alloc(5_000_000, 7).equals(row?.bytes)).toBe(true)
  })
})

describe('transactions', () => {
  const count = async () => (await sql<{ n: number }[]>`select count(*)::int as n from parity.row`)[0]?.n

  it('are not seen by others before they commit, and not at all when they fail', async () => {
    const seen: (number | undefined)[] = []
    let others: Promise<unknown> = Promise.resolve()
    const failed = await outcome(
      sql.begin(async tx => {
        await tx`insert into parity.row (id) values (1)`
        others = count().then(n => seen.push(n))
        await tx`insert into parity.row (id) values (1)`
      }),
    )
    await others
    expect(failed).toBe('23505')
    expect(seen).toEqual([0])
    expect(await count()).toBe(0)
  })

  it('roll back to a savepoint and go on', async () => {
    await sql.begin(async tx => {
      await tx`insert into parity.row (id) values (1)`
      const inner = tx.savepoint(async point => {
        await point`insert into parity.row (id) values (2)`
        await point`select 1 / 0`
      })
      expect(await outcome(inner)).toBe('22012')
      await tx`insert into parity.row (id) values (3)`
    })
    expect(await sql`select id from parity.row order by id`).toEqual([{ id: 1 }, { id: 3 }])
    await sql`truncate parity.row`
  })

  it('stay aborted after an error that the caller caught', async () => {
    const [first, second] = [[] as unknown[], [] as unknown[]]
    await outcome(
      sql.begin(async tx => {
        await tx`insert into parity.row (id) values (1)`
        first.push(await outcome(tx`select 1 / 0`))
        second.push(await outcome(tx`insert into parity.row (id) values (2)`))
      }),
    )
    expect([first, second]).toEqual([['22012'], ['25P02']])
    expect(await count()).toBe(0)
  })

  it('keep their local settings to themselves', async () => {
    await sql.begin(async tx => {
      await tx`select set_config('sisetu.world', '7', true)`
      expect(await tx`select current_setting('sisetu.world') as world`).toEqual([{ world: '7' }])
    })
    const [after] = await sql`select current_setting('sisetu.world', true) as world`
    expect(after?.world || null).toBeNull()
  })
})

describe('notifications', () => {
  it('reach the listener, at commit and never for a transaction that failed', async () => {
    const heard: string[] = []
    const { unlisten } = await sql.listen('parity_channel', text => heard.push(text))
    await sql.notify('parity_channel', 'plain')
    let before = -1
    await sql.begin(async tx => {
      await tx`select pg_notify('parity_channel', 'committed')`
      await tx`select pg_sleep(0.05)`
      before = heard.length
    })
    await outcome(
      sql.begin(async tx => {
        await tx`select pg_notify('parity_channel', 'failed')`
        await tx`select 1 / 0`
      }),
    )
    await sql.notify('parity_channel', 'last')
    await expect.poll(() => heard).toEqual(['plain', 'committed', 'last'])
    expect(before).toBe(1)
    await unlisten()
    await sql.notify('parity_channel', 'after')
    await sql`select 1`
    expect(heard).toHaveLength(3)
  })
})

describe('errors of the geometry engine', () => {
  beforeAll(async () => {
    await sql`
      insert into parity.row (id, geom)
      select i, case when i = 3 then ${sql.unsafe(bowTie)} else 'POLYGON((0 0,1 0,1 1,0 1,0 0))'::geometry end
      from generate_series(1, 5) i`
  })

  it.each([
    ['over rows', `select ST_Intersection(geom, ${otherBowTie}) from parity.row where id = 3`],
    ['over constants', `select ST_Union(ST_Intersection(${bowTie}, ${otherBowTie}), 'POINT(1 1)'::geometry)`],
    ['in an update', `update parity.row set geom = ST_Difference(geom, ${otherBowTie}) where id = 3`],
    ['in a bad setting', `select ST_ConcaveHull(ST_Collect(geom), 9) from parity.row`],
  ])('come as errors, %s', async (_name, text) => {
    expect(await outcome(sql.unsafe(text))).toBe('XX000')
    expect(await outcome(sql.unsafe(text, [], { prepare: true }))).toBe('XX000')
    expect(await sql`select 1 as alive`).toEqual([{ alive: 1 }])
  })

  it('leave no half of a statement behind', async () => {
    const update = sql`
      update parity.row set name = 'changed', geom = case when id = 3
        then ST_Intersection(geom, ${sql.unsafe(otherBowTie)}) else geom end`
    expect(await outcome(update)).toBe('XX000')
    expect(await sql`select count(*)::int as n from parity.row where name = 'changed'`).toEqual([{ n: 0 }])
  })

  it('roll back the transaction around them', async () => {
    const failed = outcome(
      sql.begin(async tx => {
        await tx`insert into parity.row (id) values (10)`
        await tx`insert into parity.row select 11, null, ST_Intersection(geom, ${sql.unsafe(otherBowTie)})
          from parity.row where id = 3`
        await tx`insert into parity.row (id) values (12)`
      }),
    )
    expect(await failed).toBe('XX000')
    expect(await sql`select id from parity.row where id > 5`).toEqual([])
  })

  it('roll back all of several statements sent as one', async () => {
    const text = `insert into parity.row (id) values (20); select ST_Intersection(${bowTie}, ${otherBowTie});
      insert into parity.row (id) values (21)`
    expect(await outcome(sql.unsafe(text))).toBe('XX000')
    expect(await sql`select id from parity.row where id > 5`).toEqual([])
  })

  it('can be stepped back from by a savepoint', async () => {
    await sql.begin(async tx => {
      await tx`insert into parity.row (id) values (30)`
      const inner = tx.savepoint(
        point => point`select ST_Intersection(geom, ${sql.unsafe(otherBowTie)}) from parity.row where id = 3`,
      )
      expect(await outcome(inner)).toBe('XX000')
    })
    expect(await sql`select id from parity.row where id > 5`).toEqual([{ id: 30 }])
  })
})

describe('endurance', () => {
  it('5,000 errors of several kinds in a row, and it still answers', async () => {
    const kinds = [
      () => sql`select 1 / 0`,
      () => sql.unsafe('selekt'),
      () => sql`select ${'x'}::text::int`,
      () => sql`insert into parity.row (id) values (1)`,
      () => sql`select ST_GeomFromGeoJSON('{"a":1}')`,
      () => sql`select ST_GeomFromText('POLYGON((0 0,1 1')`,
      () => sql`select ST_Intersection(geom, ${sql.unsafe(otherBowTie)}) from parity.row where id = 3`,
      () => sql`select * from parity.nowhere`,
    ]
    const expected = ['22012', '42601', '22P02', '23505', 'XX000', 'XX000', 'XX000', '42P01']
    const wrong: unknown[] = []
    for (let round = 0; round < 5000 / 40; round++) {
      const codes = await Promise.all(
        Array.from({ length: 40 }, (_, i) => outcome(kinds[i % kinds.length]?.() ?? Promise.resolve())),
      )
      codes.forEach((code, i) => {
        if (code !== expected[i % kinds.length]) wrong.push([i % kinds.length, code])
      })
    }
    expect(wrong).toEqual([])
    expect(await sql`select 1 as alive, count(*)::int as n from parity.row where id <= 5`).toEqual([
      { alive: 1, n: 5 },
    ])
  })
})

describe.runIf(testKind === 'embedded')('only embedded', () => {
  it('refuses COPY FROM STDIN, and lives', async () => {
    expect(await outcome(sql`copy parity.row (id) from stdin`.writable())).toBe('0A000')
    const inside = outcome(
      sql.begin(async tx => {
        await tx`insert into parity.row (id) values (40)`
        await tx`copy parity.row (id) from stdin`.writable()
      }),
    )
    expect(await inside).toBe('0A000')
    expect(await sql`select id from parity.row where id = 40`).toEqual([])
  })
})
