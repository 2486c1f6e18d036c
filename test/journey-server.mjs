// A fresh server with the demo town for the journeys: its own data directory, gone afterwards.
import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const data = mkdtempSync(join(tmpdir(), 'sisetu-journey-'))
// A journey opens the administrator's link, which only the terminal is told.
const log = join('test-results', 'journey-server.log')
mkdirSync('test-results', { recursive: true })
rmSync(log, { force: true })
// Commands for the running server ask for it there.
writeFileSync(join('test-results', 'journey-data'), data)
const server = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, PORT: '8123', SISETU_DATA: data },
})
server.stdout.on('data', chunk => {
  appendFileSync(log, chunk)
  process.stdout.write(chunk)
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', code => {
  rmSync(data, { recursive: true, force: true })
  process.exit(code ?? 0)
})
