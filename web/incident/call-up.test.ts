import { describe, expect, it } from 'vitest'
import { chemical } from '../../plans/playbooks/chemical.ts'
import { callUpOf } from './call-up.ts'

describe('who a plan calls up', () => {
  it('grows with the level', () => {
    const acts = (['IV', 'III', 'II', 'I'] as const).map(level => callUpOf(chemical, level).acts)
    expect(acts).toEqual([...acts].sort((one, other) => one - other))
    expect(acts[0]).toBeLessThan(acts[3] ?? 0)
  })

  it('counts the same need of several nodes together', () => {
    const { needs } = callUpOf(chemical, 'I')
    const keys = needs.map(need => `${need.kind}/${need.skill}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(needs.find(need => need.kind === 'team' && need.skill === 'evacuation')?.count).toBeGreaterThan(4)
  })

  it('names only roles that have something to do', () => {
    const all = callUpOf(chemical, 'I').roles.length
    expect(callUpOf(chemical, 'IV').roles.length).toBeLessThanOrEqual(all)
    expect(all).toBeGreaterThan(0)
  })
})
