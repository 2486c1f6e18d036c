import { expect, test } from 'vitest'
import { apart } from './postgres.ts'

test('a password never stands among the arguments of a program', () => {
  expect(apart('postgres://me:p%40ss@db1:5432,db2:5433/sisetu?sslmode=require')).toEqual({
    address: 'postgres://me@db1:5432,db2:5433/sisetu?sslmode=require',
    password: 'p@ss',
  })
  expect(apart('postgres://me@db/sisetu')).toEqual({
    address: 'postgres://me@db/sisetu',
    password: undefined,
  })
})
