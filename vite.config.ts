import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'web',
  plugins: [svelte()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'chrome90',
    chunkSizeWarningLimit: 1400,
    manifest: true,
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/tiles', '/healthz', '/readyz'].map(path => [path, 'http://127.0.0.1:8080']),
    ),
  },
})
