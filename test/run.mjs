// npm test: installs what tests need, runs unit tests, database tests on both databases (at the same time) and the
// browser journeys, and ends with the true line `N passed, N failed, N skipped`.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, install } from '../start.mjs'

const root = join(fileURLToPath(import.meta.url), '..', '..')
const results = join(root, 'test-results')
const bin = name => join(root, 'node_modules', '.bin', name)

const usage = `npm test [-- --only unit|embedded|embedded-own|postgres|journeys]
npm run journey [-- NAME ...]   only the journeys whose file name contains one of the names
  Installs Chromium, PostgreSQL with PostGIS and fonts by apt when root on Debian, else says what to install.`

const needs = [
  { name: 'chromium', there: () => existsSync('/usr/bin/chromium') },
  { name: 'postgresql', there: () => existsSync('/usr/lib/postgresql') },
  {
    name: 'postgresql-15-postgis-3',
    there: () =>
      ['15', '16', '17', '18'].some(v => existsSync(`/usr/share/postgresql/${v}/extension/postgis.control`)),
  },
  { name: 'fonts-noto-cjk', there: () => existsSync('/usr/share/fonts/opentype/noto') },
]

function provide() {
  const missing = needs.filter(need => !need.there()).map(need => need.name)
  if (missing.length === 0) return
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (!debian) {
    console.error(`请先安装 / please install first: ${missing.join(' ')}`)
    process.exit(1)
  }
  console.log(`安装测试所需 / installing for the tests: ${missing.join(' ')}`)
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = args =>
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status
  apt(['update', '-qq'])
  if (apt(['install', '-y', '-qq', '--no-install-recommends', ...missing]) !== 0) {
    console.error('apt-get 失败 / apt-get failed')
    process.exit(1)
  }
}

/**
 * Runs one part and counts from its own report; a part that leaves no report counts as one failure. With `aside` its
 * words go to that file, and to the screen when it has ended: two parts at once would talk through each other.
 */
async function part(name, command, { args, report, count, env = {}, aside }) {
  const started = performance.now()
  if (!aside) console.log(`\n== ${name}`)
  rmSync(report, { force: true })
  const out = aside ? openSync(aside, 'w') : 'inherit'
  const status = await ended(
    spawn(command, args, { cwd: root, stdio: ['ignore', out, out], env: { ...process.env, ...env } }),
  )
  if (aside) {
    closeSync(out)
    console.log(`\n== ${name}\n${readFileSync(aside, 'utf8')}`)
  }
  const counted = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  if (status !== 0 && counted.failed === 0) counted.failed = 1
  console.log(`== ${name}: ${Math.round((performance.now() - started) / 1000)} s`)
  return counted
}

const ended = child =>
  new Promise(resolve => {
    child.once('exit', code => resolve(code ?? 1))
    child.once('error', () => resolve(1))
  })

const failedWhole = file =>
  file.status === 'failed' && !file.assertionResults.some(test => test.status === 'failed')

const vitestCount = report => ({
  passed: report.numPassedTests,
  // A file that did not even load has no failed test of its own: it counts as one.
  failed: report.numFailedTests + report.testResults.filter(failedWhole).length,
  skipped: report.numPendingTests + report.numTodoTests,
})
const journeyCount = ({ stats, errors }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected + errors.length,
  skipped: stats.skipped,
})

const vitest = project => beside => {
  const report = join(results, `${project}.json`)
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]
  const aside = beside ? join(results, `${project}.log`) : undefined
  return part(project, bin('vitest'), { args, report, count: vitestCount, aside })
}

const parts = {
  unit: vitest('unit'),
  embedded: vitest('embedded'),
  'embedded-own': vitest('embedded-own'),
  postgres: vitest('postgres'),
  journeys: async () => {
    await build()
    const report = join(results, 'journeys.json')
    const args = ['test', ...names, '--config', 'test/playwright.config.ts', '--reporter=list,json']
    return part('journeys', bin('playwright'), {
      args,
      report,
      count: journeyCount,
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, JOURNEY_NAMES: names.join(' ') },
    })
  },
}

if (process.argv.includes('--help')) {
  console.log(usage)
  process.exit(0)
}
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined
const names = only === 'journeys' ? process.argv.slice(process.argv.indexOf(only) + 1) : []
if (only && !parts[only]) {
  console.error(usage)
  process.exit(2)
}
install()
provide()
mkdirSync(results, { recursive: true })
const sum = { passed: 0, failed: 0, skipped: 0 }
// The database tests of one project keep less than one core busy: all of them run side by side.
const rounds = only ? [[only]] : [['unit'], ['embedded', 'embedded-own', 'postgres'], ['journeys']]
for (const round of rounds) {
  for (const counted of await Promise.all(round.map((name, at) => parts[name](at > 0)))) {
    for (const key of Object.keys(sum)) sum[key] += counted[key]
  }
}
console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0)
