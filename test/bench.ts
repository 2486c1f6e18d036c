import { grid } from './bench/grid.ts'
import { line } from './bench/line.ts'
import { risk } from './bench/risk.ts'

const usage = `npm run bench -- NAME [--json] [--quick] [--only PART,PART] [--cells N] [--rounds N]
  line   the whole line: start, first colour, recommendation, roads against Valhalla, order to screen, kills, imports
  grid   boundaries of 200,000 cells in 7,600 villages; parts: coverage (one edit, undo, the whole checked against
         PostGIS), publish (500 changed grids put in force), screen, mutants (ruined files)
  risk   the risk map at a million cells; parts: field (why, reads, memory, growth), postgis (full recompute and one
         change against it), screen (edit to a second screen), levels, tiles, load, editions, browser;
         --cells and --rounds set the size and the changes of screen`

const args = process.argv.slice(2)
const valued = ['--only', '--cells', '--rounds']
const [name] = args.filter((arg, i) => !arg.startsWith('--') && !valued.includes(args[i - 1] ?? ''))
const optionOf = (option: string) => (args.includes(option) ? args[args.indexOf(option) + 1] : undefined)
const only = optionOf('--only')?.split(',') ?? []
const numbers = Object.fromEntries(
  ['cells', 'rounds'].flatMap(each => {
    const value = Number(optionOf(`--${each}`))
    return value > 0 ? [[each, value]] : []
  }),
)
const asJson = process.argv.includes('--json')
const benches: Record<
  string,
  (options: { quick: boolean; say(text: string): void; only: string[] }) => Promise<Record<string, unknown>>
> = {
  grid,
  line,
  risk,
}

const bench = benches[name ?? '']
if (!bench || process.argv.includes('--help')) {
  process.stdout.write(`${usage}\n`)
  process.exitCode = bench ? 0 : 2
} else {
  // Steps go to standard error, so that --json leaves one object and nothing else on standard output.
  const figures = await bench({
    quick: process.argv.includes('--quick'),
    only,
    ...numbers,
    say: text => process.stderr.write(`  ${text}\n`),
  })
  if (asJson) process.stdout.write(`${JSON.stringify(figures)}\n`)
  else
    for (const [key, value] of Object.entries(figures))
      process.stdout.write(`${key.padEnd(32)} ${JSON.stringify(value)}\n`)
}
