import { describe, expect, it } from 'vitest'
import { IncidentGrade } from '../../server/incident/incident.ts'
import { WarningLevel } from '../../server/warning/warning.ts'
import { asLevel, levelOfGrade, levelOfWarning } from './level.ts'

describe('levels', () => {
  it('knows every warning level and incident grade the server knows, gravest first', () => {
    expect(WarningLevel.options.map(levelOfWarning)).toEqual([1, 2, 3, 4])
    expect(IncidentGrade.options.map(levelOfGrade)).toEqual([1, 2, 3, 4])
  })

  it('takes anything else for not assessed, never for blue', () => {
    expect([0, 5, -1, 1.5, Number.NaN, null, undefined].map(asLevel)).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(levelOfWarning('green')).toBe(0)
    expect(levelOfGrade(null)).toBe(0)
  })
})
