import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { takeLock } from '../database/lock.ts'
import { said } from './words.ts'

const Moves = z.array(z.strictObject({ name: z.string(), aside: z.string(), hadOld: z.boolean() }))
type Moves = z.infer<typeof Moves>

const noteOf = (dataDirectory: string) => join(dataDirectory, 'restoring.json')

interface SwapInput {
  dataDirectory: string
  /** Holds the new folders under the same names. */
  from: string
  names: string[]
  /** Added to the names of the old folders. */
  suffix: string
}

/**
 * Puts folders in the place of the old ones, which keep standing beside under another name. A note on disk says
 * what is being moved, so that even a power cut in between is put back by the next start.
 */
export async function swapIn({ dataDirectory, from, names, suffix }: SwapInput): Promise<string[]> {
  const moves = names.map(name => ({
    name,
    aside: `${name}${suffix}`,
    hadOld: existsSync(join(dataDirectory, name)),
  }))
  // Undoing takes whatever stands under these names for the old data.
  const taken = moves.find(({ aside }) => existsSync(join(dataDirectory, aside)))
  if (taken) throw said(`${taken.aside} 已存在，请重试`, `${taken.aside} exists already; try again`)
  await writeFile(noteOf(dataDirectory), JSON.stringify(moves), { flush: true })
  try {
    for (const { name, aside, hadOld } of moves) {
      const live = join(dataDirectory, name)
      if (hadOld) await rename(live, join(dataDirectory, aside))
      if (existsSync(join(from, name))) await rename(join(from, name), live)
    }
  } catch (error) {
    await putBack(dataDirectory, moves)
    throw error
  }
  await rm(noteOf(dataDirectory))
  return moves.filter(({ hadOld }) => hadOld).map(({ aside }) => join(dataDirectory, aside))
}

async function putBack(dataDirectory: string, moves: Moves): Promise<void> {
  for (const { name, aside, hadOld } of moves) {
    const [live, old] = [join(dataDirectory, name), join(dataDirectory, aside)]
    if (hadOld && !existsSync(old)) continue
    // What stands there came out of the archive, which still has it.
    await rm(live, { recursive: true, force: true })
    if (hadOld) await rename(old, live)
  }
  await rm(noteOf(dataDirectory), { force: true })
}

/** Under the lock of the embedded database: undoes a restore that was killed half way. */
export async function undoHalfSwap(dataDirectory: string): Promise<boolean> {
  const text = await readFile(noteOf(dataDirectory), 'utf8').catch(() => undefined)
  if (text === undefined) return false
  await putBack(dataDirectory, movesIn(text))
  return true
}

// A note that was cut off was being written before anything moved.
function movesIn(text: string): Moves {
  try {
    return Moves.parse(JSON.parse(text))
  } catch {
    return []
  }
}

/** Before the database is opened. @throws DirectoryInUse while a restore is at work */
export async function finishHalfRestore(dataDirectory: string): Promise<boolean> {
  if (!existsSync(noteOf(dataDirectory))) return false
  const lock = await takeLock(`${join(dataDirectory, 'database')}.lock`)
  try {
    return await undoHalfSwap(dataDirectory)
  } finally {
    lock.release()
  }
}
