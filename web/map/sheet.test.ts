import { expect, it } from 'vitest'
import { roomRound } from './sheet.ts'

const screen = { left: 0, top: 0, right: 1000, bottom: 803 }

it('leaves room round what moves, with edges on whole pixels of every usual screen', () => {
  const found = roomRound({ left: 301, top: 402, right: 350.5, bottom: 449 }, 70, screen)
  expect(found).toEqual({ left: 228, top: 332, right: 424, bottom: 520 })
})

it('ends where the screen ends', () => {
  const found = roomRound({ left: 10, top: 780, right: 990, bottom: 803 }, 70, screen)
  expect(found).toEqual({ left: 0, top: 708, right: 1000, bottom: 803 })
})
