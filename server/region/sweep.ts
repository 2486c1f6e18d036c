import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'

let serial = 0

/** A folder for a town that is being imported; its name says by which process. */
export const asideName = () => `.importing-${process.pid}-${Date.now()}-${++serial}`

/**
 * Removes what an interrupted import left: half-made folders and rows nobody has seen. Folders of towns are
 * never touched, since they may belong to another database that shares the directory.
 */
export async function sweepTowns(sql: Sql, dataDirectory: string): Promise<void> {
  const towns = join(dataDirectory, 'towns')
  const halfMade = (await readdir(towns).catch(() => [])).filter(name =>
    /^\.(importing|founding)-/.test(name),
  )
  const underWay = halfMade.filter(isUnderWay)
  for (const name of halfMade) {
    if (!underWay.includes(name)) await rm(join(towns, name), { recursive: true, force: true })
  }
  if (underWay.length === 0) await sql`delete from regions where parent_id is null and not ready`
}

function isUnderWay(name: string): boolean {
  const pid = Number(/^\.importing-(\d+)-/.exec(name)?.[1] ?? 0)
  if (pid === 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
