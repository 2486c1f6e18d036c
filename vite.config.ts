import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

/** Every browser the app runs in reads woff2; the fallbacks would double the fonts of the build. */
const withoutWoff: Plugin = {
  name: 'without-woff',
  enforce: 'pre',
  transform: (code, id) =>
    /@fontsource.+\.css$/.test(id) ? code.replaceAll(/,\s*url\([^)]+\.woff\) format\('woff'\)/g, '') : null,
}

export default defineConfig({
  root: 'web',
  plugins: [withoutWoff, svelte()],
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
      ['^/api/', '/tiles', '/healthz', '/readyz'].map(path => [path, 'http://127.0.0.1:8080']),
    ),
  },
})
