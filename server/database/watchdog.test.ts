import { expect, it } from 'vitest'
import { Watchdog } from './watchdog.ts'

it('waits for the limit, and barks at once when the stack ran out', () => {
  const watchdog = new Watchdog(3)
  watchdog.count(['22012', '42601'])
  expect(watchdog.due()).toBeUndefined()
  watchdog.count(['22012'])
  expect(watchdog.due()).toContain('3 errors')
  expect(watchdog.overdue()).toBeUndefined()
  watchdog.count(['22012', '22012', '22012'])
  expect(watchdog.overdue()).toContain('6 errors')
  const other = new Watchdog(1000)
  other.count(['54001'])
  expect(other.due()).toBe('its stack ran out')
})
