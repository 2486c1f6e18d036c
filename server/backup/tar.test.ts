import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readTar, type TarEntry, writeTar } from './tar.ts'

const long = `towns/1/${'a'.repeat(90)}/${'b'.repeat(60)}.gph`
const files = new Map([
  ['manifest.json', Buffer.from('{"一":1}')],
  ['empty', Buffer.alloc(0)],
  ['towns/1/base.pmtiles', Buffer.alloc(512, 7)],
  [long, Buffer.alloc(100_001, 9)],
])

async function* entries(of = files): AsyncGenerator<TarEntry> {
  for (const [name, bytes] of of) yield { name, size: bytes.length, body: inPieces(bytes) }
}

async function* inPieces(bytes: Buffer, size = 777) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function unpacked(archive: Buffer) {
  const found = new Map<string, Buffer>()
  await readTar(inPieces(archive, 1000), async ({ name, body }) => void found.set(name, await buffer(body)))
  return found
}

test('gives back what was written, whatever the pieces', async () => {
  expect(await unpacked(await buffer(writeTar(entries())))).toEqual(files)
})

test('a body nobody reads is passed over', async () => {
  const names: string[] = []
  const archive = await buffer(writeTar(entries()))
  await readTar(inPieces(archive), async ({ name }) => void names.push(name))
  expect(names).toEqual([...files.keys()])
})

test('is what the tar program reads', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-tar-'))
  const path = join(directory, 'a.tar')
  await writeFile(path, writeTar(entries()))
  const { stdout } = await promisify(execFile)('tar', ['-tf', path]).finally(() =>
    rm(directory, { recursive: true }),
  )
  expect(stdout.trim().split('\n')).toEqual([...files.keys()])
})

test('refuses an archive that is cut off or whose header was changed', async () => {
  const archive = await buffer(writeTar(entries()))
  for (const length of [0, 100, 512, 700, archive.length - 1024]) {
    await expect(unpacked(archive.subarray(0, length))).rejects.toThrow('ends too early')
  }
  const changed = Buffer.from(archive)
  changed.write('x', 0)
  await expect(unpacked(changed)).rejects.toThrow('does not fit its sum')
})

test('refuses to write a file that grew or shrank meanwhile', async () => {
  for (const size of [3, 5]) {
    async function* one() {
      yield { name: 'towns/1/x', size, body: inPieces(Buffer.from('four')) }
    }
    await expect(buffer(writeTar(one()))).rejects.toThrow('towns/1/x')
  }
})
