import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { invalid } from '../../errors.ts'
import { damaged } from './raw.ts'

const mostEntries = 200
const mostBytes = 64 * 1024 * 1024
const mostRatio = 100
/** Small archives may be emptier than the ratio allows. */
const smallBytes = 1024 * 1024

interface Entry {
  name: string
  method: number
  crc: number
  packedBytes: number
  bytes: number
  offset: number
}

/** An archive of which only the list is read; entries are unpacked one by one, never beyond their declared size. */
export class Zip {
  /** What all of it is unpacked. */
  readonly bytes: number
  readonly #bytes: Buffer
  readonly #entries = new Map<string, Entry>()

  /** @throws Refusal `invalid` for an archive that is damaged, encrypted, or larger unpacked than allowed */
  constructor(bytes: Buffer) {
    this.#bytes = bytes
    let total = 0
    for (const entry of listEntries(bytes)) {
      total += entry.bytes
      if (!isTricky(entry.name)) this.#entries.set(entry.name, entry)
    }
    if (total > mostBytes || (total > smallBytes && total > bytes.length * mostRatio)) throw bomb(total)
    this.bytes = total
  }

  get names(): string[] {
    return [...this.#entries.keys()]
  }

  /** @throws Refusal `invalid` */
  read(name: string): Buffer | null {
    const entry = this.#entries.get(name)
    if (!entry) return null
    const bytes = this.#unpack(entry)
    if (bytes.length !== entry.bytes || crc32(bytes) !== entry.crc) {
      throw damaged(`${name} 的校验和不对`, `the checksum of ${name} is wrong`)
    }
    return bytes
  }

  #unpack({ name, method, offset, packedBytes, bytes }: Entry): Buffer {
    const header = this.#bytes.subarray(offset, offset + 30)
    if (header.length < 30 || header.readUInt32LE(0) !== 0x04034b50) {
      throw damaged(`找不到 ${name}`, `${name} is not where the list says`)
    }
    const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
    const packed = this.#bytes.subarray(start, start + packedBytes)
    if (method === 0) return packed
    if (method !== 8) {
      throw invalid('file', {
        zh: `${name} 用了不支持的压缩方法，请用普通 zip（deflate）重新打包`,
        en: `${name} is packed by a method that cannot be read; pack it as an ordinary zip (deflate)`,
      })
    }
    try {
      return inflateRawSync(packed, { maxOutputLength: Math.max(1, bytes) })
    } catch {
      throw damaged(`${name} 解压失败`, `${name} cannot be unpacked`)
    }
  }
}

/** How much is in a file: what an archive says it holds; anything else, and a damaged one, is as long as it is. */
export function bytesWithin(file: Buffer): number {
  if (file.subarray(0, 4).toString('latin1') !== 'PK\x03\x04') return file.length
  try {
    return new Zip(file).bytes
  } catch {
    return file.length
  }
}

function listEntries(bytes: Buffer): Entry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || end + 22 > bytes.length) throw damaged('zip 没有目录', 'the zip has no directory')
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > mostEntries) {
    throw invalid('file', {
      zh: `压缩包有 ${count} 个文件，上限 ${mostEntries}；请只保留边界文件`,
      en: `The archive has ${count} entries, over the limit of ${mostEntries}; keep only the boundary files`,
    })
  }
  const entries: Entry[] = []
  for (let i = 0; i < count; i++) {
    const { entry, next } = entryAt(bytes, at)
    entries.push(entry)
    at = next
  }
  return entries
}

function entryAt(bytes: Buffer, at: number): { entry: Entry; next: number } {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) {
    throw damaged('zip 目录不完整', 'the directory of the zip is incomplete')
  }
  const flags = bytes.readUInt16LE(at + 8)
  if (flags & 1) {
    throw invalid('file', {
      zh: '压缩包有密码，请解密后再上传',
      en: 'The archive is encrypted; unpack it first',
    })
  }
  const nameBytes = bytes.readUInt16LE(at + 28)
  const name = bytes.subarray(at + 46, at + 46 + nameBytes)
  const entry = {
    name: nameOf(name, (flags & 0x800) !== 0),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packedBytes: bytes.readUInt32LE(at + 20),
    bytes: bytes.readUInt32LE(at + 24),
    offset: bytes.readUInt32LE(at + 42),
  }
  if (entry.bytes === 0xffffffff || entry.offset === 0xffffffff) throw bomb(entry.bytes)
  return { entry, next: at + 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32) }
}

function nameOf(bytes: Buffer, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(isUtf8 ? 'utf-8' : 'gb18030').decode(bytes)
  }
}

/** Names that would lead elsewhere if somebody unpacked them, and folders and leavings of other systems. */
const isTricky = (name: string) =>
  /(^|[\\/])\.\.([\\/]|$)|^[\\/]|^[a-z]:|\0|\/$|(^|\/)__MACOSX\/|(^|\/)\._/i.test(name)

const bomb = (bytes: number) =>
  invalid('file', {
    zh: `压缩包解开后有 ${Math.round(bytes / 1e6)} MB，超过 64 MB 或压缩包的 ${mostRatio} 倍的上限，没有解压；请只压缩一份边界文件，或按区域拆分`,
    en: `Unpacked the archive would be ${Math.round(bytes / 1e6)} MB, over the limit of 64 MB or ${mostRatio} times its size; it was not unpacked. Zip one file of boundaries alone, or split it by area`,
  })

/** Packs files into a zip with UTF-8 names and a fixed date, so that the same content gives the same bytes. */
export function packZip(files: readonly { name: string; bytes: Uint8Array }[]): Buffer {
  const bodies: Buffer[] = []
  const list: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes)
    const nameBytes = Buffer.from(name, 'utf8')
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2)
    common.writeUInt16LE(8, 4)
    // 1 January 2000, 00:00 in the date of DOS.
    common.writeUInt16LE(0, 6)
    common.writeUInt16LE((20 << 9) | (1 << 5) | 1, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    bodies.push(Buffer.from([0x50, 0x4b, 3, 4]), common, nameBytes, packed)
    list.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, tail, nameBytes)
    offset += 30 + nameBytes.length + packed.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, directory, end])
}
