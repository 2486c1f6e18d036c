import { defineConfig } from '@playwright/test'
import { filesOf, lanes } from './journey-servers.ts'

// Debian's Chromium with software rendering. What one lane waits for leaves time to the other, and no more than that.
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/journeys',
  globalSetup: './journey-servers.ts',
  projects: lanes.map(name => ({ name, testMatch: filesOf(name), workers: 1 })),
  workers: lanes.length,
  fullyParallel: false,
  timeout: 480_000,
  // Long only where something is wrong: a busy machine draws a picture in seconds.
  expect: { timeout: 90_000 },
  retries: 0,
  use: {
    viewport: { width: 1360, height: 800 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
    // Motion and pictures of every step cost more than the journey itself without a graphics card.
    contextOptions: { reducedMotion: 'reduce' },
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        // Only the map needs the graphics card that is not there: Debian has it draw the words of the page too.
        '--disable-gpu-rasterization',
        '--disable-gpu-compositing',
        '--use-gl=angle',
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
