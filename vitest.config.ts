import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// These make databases of their own, on which they mostly wait: a lane beside the others, about as long as theirs.
const ownDatabases = [
  'server/backup/*.db.test.ts',
  'server/database/{embedded,server-lost}.db.test.ts',
  'server/region/import-town.db.test.ts',
  'test/start.db.test.ts',
]
const shared = { include: ['{server,test}/**/*.db.test.ts'], exclude: ['**/node_modules/**'] }

const database = (name: string, files: { include: string[]; exclude?: string[] }) => ({
  test: {
    name,
    ...files,
    pool: 'threads' as const,
    isolate: false,
    fileParallelism: false,
    // Those that start and end whole databases wait long on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { SISETU_TEST_DATABASE: name === 'postgres' ? 'postgres' : 'embedded' },
    globalSetup: ['server/database/test-server.ts'],
  },
})

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          include: ['{server,web,tiles,plans,test}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
          // A process for each of 230 files costs more than what is tested in it.
          pool: 'threads',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      database('embedded', { ...shared, exclude: [...shared.exclude, ...ownDatabases] }),
      database('embedded-own', { include: ownDatabases }),
      database('postgres', shared),
    ],
  },
})
