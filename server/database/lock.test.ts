import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { DirectoryInUse, takeLock } from './lock.ts'

const directory = mkdtempSync(join(tmpdir(), 'sisetu-lock-'))
const pathOf = (name: string) => join(directory, name)

afterAll(() => rmSync(directory, { recursive: true, force: true }))

it('is refused while its holder lives, and free after release', async () => {
  const path = pathOf('held')
  const lock = await takeLock(path)
  await expect(takeLock(path)).rejects.toThrow(DirectoryInUse)
  await expect(takeLock(path)).rejects.toThrow(`process ${process.pid}`)
  lock.release()
  expect(existsSync(path)).toBe(false)
  const again = await takeLock(path)
  again.release()
})

it('is taken over from a process that was killed', async () => {
  const path = pathOf('killed')
  const lock = await takeLock(path)
  const holder = JSON.parse(readFileSync(path, 'utf8'))
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
  lock.release()
  writeFileSync(path, JSON.stringify({ ...holder, pid: child.pid }))
  const taken = await takeLock(path)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(holder)
  taken.release()
})

it.runIf(process.platform === 'linux')('is not held by a later process with the same number', async () => {
  const path = pathOf('reused')
  const lock = await takeLock(path)
  const holder = JSON.parse(readFileSync(path, 'utf8'))
  lock.release()
  writeFileSync(path, JSON.stringify({ ...holder, startedAt: '1' }))
  const taken = await takeLock(path)
  taken.release()
})

it('trusts another machine while its file is touched', async () => {
  const path = pathOf('elsewhere')
  writeFileSync(path, JSON.stringify({ pid: 1, startedAt: '1', machine: 'elsewhere' }))
  await expect(takeLock(path)).rejects.toThrow('another machine')
  const longAgo = new Date(Date.now() - 120_000)
  utimesSync(path, longAgo, longAgo)
  const taken = await takeLock(path)
  taken.release()
})

it('goes to exactly one of many that find it stale', async () => {
  const path = pathOf('contended')
  writeFileSync(path, JSON.stringify({ pid: 999_999_999, startedAt: '1', machine: 'nowhere' }))
  utimesSync(path, new Date(0), new Date(0))
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(path)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(existsSync(`${path}.turn`)).toBe(false)
})
