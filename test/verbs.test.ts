import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const server = new URL('../server/', import.meta.url).pathname

/** Verbs that ask no role: who signs in has none yet, and one's own password is one's own. */
const askNobody = new Set(['account/sign-in.ts', 'account/set-password.ts'])

const rooms = readdirSync(server, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && !['database', 'demo', 'journal'].includes(entry.name))
  .map(entry => entry.name)

const verbs = rooms.flatMap(room =>
  readdirSync(join(server, room))
    .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith('test-'))
    .map(file => `${room}/${file}`)
    .filter(file => /\bchange(<[^>]*>)?\(/.test(textOf(file))),
)

function textOf(file: string): string {
  return readFileSync(join(server, file), 'utf8')
}

test('the verbs are found', () => {
  expect(verbs).toEqual(
    expect.arrayContaining(['incident/report.ts', 'dispatch/order.ts', 'drill/set-clock.ts', 'plan/mark.ts']),
  )
})

test.each(verbs.filter(file => !askNobody.has(file)))('%s asks who may do it', file => {
  expect(textOf(file)).toMatch(/\ballow\(/)
})

/** The verb itself, or what it hands its transaction to in its own room. */
function textAround(file: string): string {
  const text = textOf(file)
  const [room] = file.split('/')
  const near = [...text.matchAll(/from '\.\/([a-z-]+\.ts)'/g)].map(([, name]) => textOf(`${room}/${name}`))
  return [text, ...near].join('\n')
}

test.each(verbs)('%s writes its journal row', file => {
  expect(textAround(file)).toMatch(/\brecord\(/)
})

test('no file of a room writes rows outside a verb', () => {
  const writes = /\b(insert into|update|delete from)\s+[a-z_]+\b/i
  const others = rooms.flatMap(room =>
    readdirSync(join(server, room))
      .filter(file => /^(find|routes)[a-z-]*\.ts$/.test(file))
      .map(file => `${room}/${file}`)
      .filter(file => writes.test(textOf(file).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''))),
  )
  expect(others).toEqual([])
})
