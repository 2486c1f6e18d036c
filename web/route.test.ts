import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRoute, parseRoute, type Route, workspaceKinds } from './route.ts'

const reread = (route: Route) => {
  const url = new URL(formatRoute(route), 'http://sisetu')
  return parseRoute(url.pathname, url.search)
}

describe('routes', () => {
  it('reads a workspace with its town, subject and choices', () => {
    expect(parseRoute('/jinghu/incident/312', '?tab=log')).toEqual({
      kind: 'workspace',
      workspace: { town: 'jinghu', kind: 'incident', id: '312', query: { tab: 'log' } },
    })
  })

  it('opens the overview of a town where no known workspace is named', () => {
    for (const path of ['/jinghu', '/jinghu/', '/jinghu/poetry/7']) {
      const route = parseRoute(path, '')
      expect(route).toEqual({
        kind: 'workspace',
        workspace: { town: 'jinghu', kind: 'overview', id: undefined, query: {} },
      })
    }
  })

  it('sends a one-time key to the sign-in page from wherever it is opened', () => {
    expect(parseRoute('/', '?key=abc')).toEqual({ kind: 'sign-in', key: 'abc', next: undefined })
    expect(parseRoute('/jinghu/risk', '?key=abc&next=%2Fjinghu')).toMatchObject({
      key: 'abc',
      next: '/jinghu',
    })
  })

  it('knows the phone page and the door', () => {
    expect(parseRoute('/field', '')).toEqual({ kind: 'field', id: undefined, query: {} })
    expect(parseRoute('/', '')).toEqual({ kind: 'home' })
    expect(parseRoute('/sign-in', '?next=%2Fjinghu%2Frisk%23z%3D12')).toMatchObject({
      next: '/jinghu/risk#z=12',
    })
  })

  it('survives a broken escape in a path', () => {
    expect(parseRoute('/%E4%B8/risk', '')).toMatchObject({ workspace: { town: '%E4%B8' } })
  })

  it('reads back every workspace address it writes', () => {
    const word = fc.string({ minLength: 1, maxLength: 12 }).filter(text => !['.', '..'].includes(text))
    const name = fc.stringMatching(/^[a-z]{2,8}$/).filter(text => !['key', 'next'].includes(text))
    const town = word.filter(text => !['field', 'sign-in'].includes(text))
    fc.assert(
      fc.property(
        town,
        fc.constantFrom(...workspaceKinds),
        fc.option(word, { nil: undefined }),
        fc.dictionary(name, word, { noNullPrototype: true }),
        (code, kind, id, query) => {
          const route: Route = { kind: 'workspace', workspace: { town: code, kind, id, query } }
          expect(reread(route)).toEqual(route)
        },
      ),
    )
  })
})
