import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../server-process.ts'
import { extracts, samples } from './roads.ts'

/** Seconds for `npm run import -- town FILE`, the whole command, into one data directory after another. */
export async function importEach(quick: boolean): Promise<Record<string, number>> {
  const seconds: Record<string, number> = {}
  const data = await mkdtemp(join(tmpdir(), 'sisetu-imports-'))
  try {
    for (const name of quick ? extracts.slice(0, 1) : extracts) {
      const file = join(samples, 'roads', `${name}.osm.pbf`)
      if (!existsSync(file)) continue
      const started = performance.now()
      await command(['--import', 'tsx', 'server/cli.ts', 'import', 'town', file, '--name', name], data)
      seconds[name] = Math.round((performance.now() - started) / 100) / 10
    }
    return seconds
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

const command = (args: string[], data: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, SISETU_DATA: data },
    })
    let said = ''
    child.stderr.on('data', (text: Buffer) => (said += text))
    child.on('exit', code =>
      code === 0 ? resolve() : reject(new Error(`import ended with ${code}: ${said}`)),
    )
  })
