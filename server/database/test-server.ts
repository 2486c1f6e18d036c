import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './own-postgres.ts'
import { makeSnapshot } from './snapshot.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A directory that is gone after the run. */
    testDirectory: string
    /** The address of the run's own PostgreSQL, '' on the embedded database. */
    testPostgresUrl: string
  }
}

/** Before the tests of a project: its own PostgreSQL server, or the snapshot of the embedded database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-test-'))
  // Run by root, the server has a user of its own, which must pass through.
  await chmod(directory, 0o755)
  project.provide('testDirectory', directory)
  const clear = () => rm(directory, { recursive: true, force: true })
  if (project.name !== 'postgres') {
    project.provide('testPostgresUrl', '')
    await makeSnapshot({ onStep: text => console.log(text) })
    return clear
  }
  const server = await startPostgres({ directory: join(directory, 'postgres') })
  project.provide('testPostgresUrl', server.url)
  return async () => {
    await server.stop()
    await clear()
  }
}
