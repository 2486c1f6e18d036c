// Brings a fresh clone up with nothing but Node: installs from the lockfile, builds the web app, starts the server.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const say = text => process.stdout.write(`${text}\n`)

const usage = `npm start [-- --dev] [-- --build]
  Installs what is missing, builds the web app, opens the database and serves on http://127.0.0.1:8080.
  --dev    also runs vite with hot reload
  --build  installs and builds, then stops
  Environment: PORT (8080), HOST (127.0.0.1), SISETU_DATA (.sisetu), DATABASE_URL,
               SISETU_DEMO=0 (without the demo town)`

const stop = (text, code = 1) => {
  process.stderr.write(`${text}\n`)
  process.exit(code)
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    stop(
      `需要 Node 20.19 以上，当前为 ${process.versions.node} / Node 20.19 or newer is needed, this is ${process.versions.node}`,
    )
  }
}

export function install() {
  const mark = join(root, 'node_modules', '.package-lock.json')
  const lock = join(root, 'package-lock.json')
  const seen = join(root, 'node_modules', '.sisetu-lock')
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex')
  if (existsSync(mark) && (!existsSync(seen) || readFileSync(seen, 'utf8') === wanted)) return
  say('安装依赖 / Installing packages from the lockfile …')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (done.status !== 0)
    stop('npm ci 失败，请检查网络或软件源 / npm ci failed; check the network or the registry')
  writeFileSync(seen, wanted)
}

function* filesIn(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    else yield path
  }
}

/** Built again only when something that goes into it changed. */
export async function build() {
  const hash = createHash('sha256')
  const sources = ['web', 'plans', 'server'].flatMap(name => [...filesIn(join(root, name))])
  const wanted = [...sources, join(root, 'package-lock.json'), join(root, 'vite.config.ts')]
    .filter(path => !path.endsWith('.test.ts') && statSync(path).isFile())
    .sort()
  for (const path of wanted) hash.update(path.slice(root.length)).update(readFileSync(path))
  const digest = hash.digest('hex')
  const mark = join(root, 'dist', 'built')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return
  say('构建界面 / Building the web app …')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  // The empty database is made meanwhile, so that the first start only copies it.
  const [built] = await Promise.all([
    ended([vite, 'build', '--logLevel', 'error']),
    process.env.DATABASE_URL ? 0 : ended(['--import', 'tsx', join(root, 'server', 'cli.ts'), 'prepare']),
  ])
  if (built !== 0) stop('界面构建失败 / The web app did not build')
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(mark, digest)
}

/** The exit code of a node program run in the root. */
const ended = args =>
  new Promise(resolve => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
    child.on('exit', code => resolve(code ?? 1))
  })

// The risk field is read all over its arrays: glibc asks for large pages for them, which the processor finds sooner.
const largePages = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' }

function run(dev) {
  const children = [
    spawn(process.execPath, ['--import', 'tsx', join(root, 'server', 'main.ts')], {
      cwd: root,
      stdio: 'inherit',
      env: { ...largePages, ...process.env },
    }),
  ]
  if (dev) {
    children.push(
      spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js')], {
        cwd: root,
        stdio: 'inherit',
      }),
    )
  }
  // The terminal sends Ctrl+C to the whole group; a signal to this process alone is handed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      for (const child of children) child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    })
  }
  children[0]?.on('exit', (code, signal) => {
    for (const child of children.slice(1)) child.kill()
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--help')) {
    say(usage)
  } else {
    checkNode()
    install()
    await build()
    if (!process.argv.includes('--build')) run(process.argv.includes('--dev'))
  }
}
