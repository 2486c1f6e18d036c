import { describe, expect, it } from 'vitest'
import { bare, copiesIn, hearings } from './statement-text.ts'

describe('COPY FROM STDIN', () => {
  it.each([
    'copy grids from stdin',
    'COPY public.grids (id, name)\nFROM STDIN with (format csv)',
    'select 1; /* now */ copy grids from stdin',
    'copy/**/grids -- all of them\n from stdin',
  ])('is seen in %s', sql => expect(copiesIn(sql)).toBe(true))

  it.each([
    'copy (select 1) to stdout',
    `insert into note values ('copy grids from stdin')`,
    'select $$; copy grids from stdin$$',
    '-- copy grids from stdin\nselect 1',
    `copy grids from '/tmp/x'; select 'from stdin'`,
  ])('is not seen in %s', sql => expect(copiesIn(sql)).toBe(false))
})

describe('LISTEN', () => {
  it('names its channel as PostgreSQL folds it', () => {
    expect(hearings('listen Journal')).toEqual([{ channel: 'journal', listen: true }])
    expect(hearings('select 1; LISTEN "Jour""nal"; unlisten *')).toEqual([
      { channel: 'Jour"nal', listen: true },
      { channel: undefined, listen: false },
    ])
  })

  it('is not seen in text', () => {
    expect(hearings(`select 'listen x'`)).toEqual([])
    expect(hearings('select listen_port from a')).toEqual([])
  })
})

it('keeps quoted names whole, whatever they hold', () => {
  expect(bare(`select "it's -- a name" -- a comment`)).toBe(`select "it's -- a name"  `)
})
