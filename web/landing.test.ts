import { describe, expect, it } from 'vitest'
import { landing, type Standing } from './landing.ts'
import { parseRoute } from './route.ts'
import { homeOf } from './session.svelte.ts'

const signedIn: Standing = {
  state: 'in',
  home: 'plan',
  townCode: 'jinghu',
  townCodes: ['jinghu', 'guixi'],
  left: false,
}
const from = (path: string, standing: Partial<Standing>) =>
  landing(parseRoute(path, ''), { ...signedIn, ...standing }, path)

describe('where people land', () => {
  it('sends strangers to the door and remembers where they wanted to go', () => {
    expect(from('/jinghu/risk', { state: 'out' })).toEqual({
      kind: 'sign-in',
      key: undefined,
      next: '/jinghu/risk',
    })
    expect(from('/', { state: 'out' })).toEqual({ kind: 'sign-in', key: undefined, next: undefined })
    expect(from('/jinghu/risk', { state: 'out', left: true })).toMatchObject({ next: undefined })
  })

  it('waits while nobody knows yet who is there', () => {
    expect(from('/', { state: 'unknown' })).toBeUndefined()
  })

  it.each([
    ['planner', '/jinghu/plan'],
    ['commander', '/jinghu/incident'],
    ['grid-manager', '/jinghu/grid'],
    ['drill-organizer', '/jinghu/drill'],
    ['administrator', '/jinghu/overview'],
  ] as const)('opens the home of the %s', (role, path) => {
    expect(from('/', { home: homeOf([role]) })).toEqual(parseRoute(path, ''))
  })

  it('gives a responder the phone page', () => {
    expect(from('/sign-in', { home: homeOf(['responder']) })).toMatchObject({ kind: 'field' })
  })

  it('leaves people where they are, in every town they may see', () => {
    expect(from('/guixi/risk', {})).toBeUndefined()
  })

  it('replaces a town they may not see and keeps the rest of the address', () => {
    expect(from('/nowhere/grid/12', {})).toEqual(parseRoute('/jinghu/grid/12', ''))
  })
})
