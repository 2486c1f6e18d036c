import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const database = (name: 'embedded' | 'postgres') => ({
  test: {
    name,
    include: ['server/**/*.db.test.ts', 'test/**/*.db.test.ts'],
    pool: 'threads' as const,
    isolate: false,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    env: { SISETU_TEST_DATABASE: name },
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      database('embedded'),
      database('postgres'),
    ],
  },
})
