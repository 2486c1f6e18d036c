import { expect, test } from 'vitest'
import { isLoopback, refuseOpenDemo } from './exposure.ts'

test('tells this machine from the network', () => {
  for (const host of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1', 'localhost']) {
    expect([host, isLoopback(host)]).toEqual([host, true])
  }
  for (const host of ['0.0.0.0', '::', '', '192.168.1.5', 'fe80::1', '::ffff:10.0.0.1', 'sisetu.local']) {
    expect([host, isLoopback(host)]).toEqual([host, false])
  }
})

test('demo sign-in stays on this machine', () => {
  expect(() => refuseOpenDemo({ host: '127.0.0.1', demo: true })).not.toThrow()
  expect(() => refuseOpenDemo({ host: '0.0.0.0', demo: false })).not.toThrow()
  expect(() => refuseOpenDemo({ host: '0.0.0.0', demo: true })).toThrow('SISETU_DEMO=0')
})
