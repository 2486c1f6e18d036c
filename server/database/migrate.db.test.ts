import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate, migrationDirectory, migrationsIn, migrationsState } from './migrate.ts'
import { testDatabase } from './test-database.ts'

// Files beside the real ones, with numbers far above them, in a database that has the real ones.
const directory = mkdtempSync(join(tmpdir(), 'sisetu-migrations-'))
const write = (name: string, text: string) => writeFileSync(join(directory, name), text)
let sql: postgres.Sql

beforeAll(async () => {
  sql = (await testDatabase()).sql
  for (const { name, text } of migrationsIn(migrationDirectory)) write(`${name}.sql`, text)
})

afterAll(async () => {
  await sql`delete from sisetu.migrations where number > 9000`
  await sql`drop table if exists sisetu.trial`
  rmSync(directory, { recursive: true })
})

it('has applied the real ones', async () => {
  const { applied, pending } = await migrationsState(sql)
  expect(pending).toEqual([])
  expect(applied).toContain('0001_the_whole_line')
})

it('applies what is new in order, once', async () => {
  write('9002_fill_trial.sql', `insert into trial values (1); insert into trial values (2);`)
  write('9001_make_trial.sql', 'create table trial (id int primary key);')
  expect((await migrationsState(sql, directory)).pending).toEqual(['9001_make_trial', '9002_fill_trial'])
  expect(await migrate(sql, { directory })).toEqual(['9001_make_trial', '9002_fill_trial'])
  expect(await migrate(sql, { directory })).toEqual([])
  expect(await sql`select count(*)::int as n from sisetu.trial`).toEqual([{ n: 2 }])
})

it('takes a failed one back whole, and says nothing was applied', async () => {
  write('9003_half.sql', 'insert into trial values (3); insert into trial values (3);')
  await expect(migrate(sql, { directory })).rejects.toMatchObject({ code: '23505' })
  expect(await sql`select id from sisetu.trial where id = 3`).toEqual([])
  expect((await migrationsState(sql, directory)).pending).toEqual(['9003_half'])
  write('9003_half.sql', 'insert into trial values (3);')
  expect(await migrate(sql, { directory })).toEqual(['9003_half'])
})

it('is done once when several start together', async () => {
  write('9004_more.sql', 'insert into trial values (4);')
  const applied = await Promise.all([1, 2, 3].map(() => migrate(sql, { directory })))
  expect(applied.flat()).toEqual(['9004_more'])
})

it('refuses a file that was changed, is missing, or comes late', async () => {
  write('9004_more.sql', 'insert into trial values (5);')
  await expect(migrate(sql, { directory })).rejects.toThrow('9004_more was changed')
  rmSync(join(directory, '9004_more.sql'))
  await expect(migrate(sql, { directory })).rejects.toThrow('it is newer')
  write('9004_more.sql', 'insert into trial values (4);')
  write('9000_late.sql', 'select 1;')
  await expect(migrate(sql, { directory })).rejects.toThrow('9000_late comes before')
  expect(await sql`select count(*)::int as n from sisetu.trial`).toEqual([{ n: 4 }])
})
