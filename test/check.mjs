// Format, lint, types, dead code and unit tests: what must pass before a commit.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(fileURLToPath(import.meta.url), '..', '..')
const bin = name => join(root, 'node_modules', '.bin', name)

const steps = [
  ['格式与规则 / format and lint', bin('biome'), ['check', '--error-on-warnings', '.']],
  ['类型 / types', bin('tsc'), ['--noEmit']],
  ['界面类型 / component types', bin('svelte-check'), ['--threshold', 'error', '--output', 'human']],
  ['无用代码 / dead code', bin('knip'), []],
  ['单元测试 / unit tests', bin('vitest'), ['run', '--project', 'unit']],
]

if (process.argv.includes('--help')) {
  console.log(
    'npm run check: format, lint, types, dead code and unit tests; stops with 1 when any of them failed',
  )
  process.exit(0)
}
const failed = []
for (const [name, command, args] of steps) {
  console.log(`— ${name}`)
  if (spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status !== 0) failed.push(name)
}
if (failed.length) console.error(`未通过 / failed: ${failed.join('; ')}`)
process.exit(failed.length ? 1 : 0)
