import { describe, expect, it } from 'vitest'
import { readProblem } from './problem.ts'

describe('problems', () => {
  it('reads an answer of ours whole', () => {
    const problem = readProblem(409, {
      code: 'conflict',
      detail: '内容已被他人更新',
      errors: [{ path: 'name', message: '已改' }, { path: 3 }],
      details: { theirs: { version: 4 } },
    })
    expect(problem).toMatchObject({ code: 'conflict', status: 409, detail: '内容已被他人更新' })
    expect(problem.errors).toEqual([{ path: 'name', message: '已改' }])
    expect(problem.at('name')).toBe('已改')
    expect(problem.at('other')).toBeUndefined()
    expect(problem.details.theirs).toEqual({ version: 4 })
  })

  it.each([
    [502, '<html>', 'unavailable'],
    [401, undefined, 'unauthenticated'],
    [418, { code: 'teapot' }, 'unknown'],
    [500, { code: 'toString' }, 'unknown'],
  ])('makes sense of %s %o', (status, body, code) => {
    expect(readProblem(status, body).code).toBe(code)
  })
})
