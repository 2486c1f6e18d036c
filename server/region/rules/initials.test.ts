import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test.each([
  ['湖滨路', 'hbl'],
  ['化工园区', 'hgyq'],
  ['贵溪', 'gx'],
  ['东门 2 号', 'dm2h'],
  ['安全', 'aq'],
  ['自来水厂', 'zlsc'],
])('%s begins %s', (name, expected) => expect(initials(name)).toBe(expected))
