// POSIX.1-2001 ustar: 512-byte headers and blocks, what every tar program reads.

export interface TarEntry {
  /** With `/` between folders, never absolute. */
  name: string
  /** Bytes of the body, known beforehand. */
  size: number
  body: AsyncIterable<Uint8Array>
}

const block = 512
// Eleven octal digits.
const largestSize = 8 ** 11 - 1

/** The bytes of an archive. @throws Error when a body is longer or shorter than its entry said */
export async function* writeTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  for await (const { name, size, body } of entries) {
    yield headerOf(name, size)
    let written = 0
    for await (const chunk of body) {
      written += chunk.length
      if (written > size) break
      yield chunk
    }
    if (written !== size) {
      throw new Error(
        `备份期间文件变动，请重试：${name} / changed while it was backed up, try again: ${name}`,
      )
    }
    yield Buffer.alloc(padding(size))
  }
  yield Buffer.alloc(2 * block)
}

/**
 * Hands over each entry of an archive in order; a body that is not read is passed over. Reads to the very end,
 * so that a compression around it can check its own sum.
 * @throws Error when the archive is damaged or ends early
 */
export async function readTar(
  chunks: AsyncIterable<Uint8Array>,
  take: (entry: TarEntry) => Promise<void>,
): Promise<void> {
  const bytes = new Bytes(chunks)
  for (;;) {
    const header = await bytes.exactly(block)
    if (header.every(byte => byte === 0)) break
    const { name, size } = readHeader(header)
    const body = bytes.next(size)
    await take({ name, size, body })
    for await (const _ of body);
    await bytes.exactly(padding(size))
  }
  await bytes.drain()
}

const padding = (size: number) => (block - (size % block)) % block

function headerOf(name: string, size: number): Buffer {
  const { prefix, rest } = split(name)
  if (size > largestSize) throw new Error(`${name} is larger than 8 GiB, which an archive cannot hold`)
  const header = Buffer.alloc(block)
  header.write(rest, 0, 100)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${octal(size, 11)}\0`, 124)
  header.write(`${octal(Math.floor(Date.now() / 1000), 11)}\0`, 136)
  header.write('0', 156)
  header.write('ustar\0', 257)
  header.write('00', 263)
  header.write(prefix, 345, 155)
  header.write(`${octal(sumOf(header), 6)}\0 `, 148)
  return header
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')

/** A name of up to 100 bytes, or folders of up to 155 and a name of up to 100. */
function split(name: string): { prefix: string; rest: string } {
  if (Buffer.byteLength(name) <= 100) return { prefix: '', rest: name }
  for (let at = name.indexOf('/'); at > 0; at = name.indexOf('/', at + 1)) {
    const [prefix, rest] = [name.slice(0, at), name.slice(at + 1)]
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(rest) <= 100) return { prefix, rest }
  }
  throw new Error(`the name of a file is too long for an archive: ${name}`)
}

// The field of the sum itself counts as spaces.
function sumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0)
}

function readHeader(bytes: Uint8Array): { name: string; size: number } {
  const header = Buffer.from(bytes)
  const text = (from: number, length: number) =>
    header
      .subarray(from, from + length)
      .toString()
      .replace(/\0.*$/s, '')
  const number = (from: number, length: number) => Number.parseInt(text(from, length).trim() || 'x', 8)
  const size = number(124, 12)
  if (text(257, 6) !== 'ustar' || number(148, 8) !== sumOf(header) || !Number.isInteger(size)) {
    throw new Error('the archive is damaged: a header does not fit its sum')
  }
  const prefix = text(345, 155)
  return { name: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100), size }
}

/** Takes given numbers of bytes off a stream of chunks. */
class Bytes {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  async *next(count: number): AsyncGenerator<Uint8Array> {
    let left = count
    while (left > 0) {
      if (this.#rest.length === 0) this.#rest = await this.#more()
      const part = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(part.length)
      left -= part.length
      yield part
    }
  }

  async exactly(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for await (const part of this.next(count)) parts.push(part)
    return Buffer.concat(parts)
  }

  async drain(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }

  async #more(): Promise<Uint8Array> {
    const { done, value } = await this.#chunks.next()
    if (done) throw new Error('the archive is damaged: it ends too early')
    return value
  }
}
