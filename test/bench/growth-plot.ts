import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../server-process.ts'

interface Row {
  cells: number
  fullSeconds: number
  editMicroseconds: number
  memoryMb: number
  buildSeconds: number
}

interface Panel {
  title: string
  unit: string
  figureOf(row: Row): number
}

const panels: Panel[] = [
  {
    title: '全量重算 full recompute',
    unit: 'ms',
    figureOf: row => row.fullSeconds * 1000,
  },
  { title: '改一个风险源 one edit', unit: 'µs', figureOf: row => row.editMicroseconds },
  { title: '内存 memory', unit: 'MB', figureOf: row => row.memoryMb },
  { title: '建场 build', unit: 's', figureOf: row => row.buildSeconds },
]

const size = { width: 210, height: 170, left: 46, bottom: 26, top: 34, right: 10 }

/** Draws `growth` of a bench's JSON as four small plots with logarithmic axes, readable on light and dark pages. */
async function plot(from: string): Promise<void> {
  const { growth }: { growth: Row[] } = JSON.parse(await readFile(from, 'utf8'))
  const parts = panels.map(
    (panel, i) => `<g transform="translate(${i * size.width} 0)">${drawn(panel, growth)}</g>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width * panels.length} ${size.height}" role="img" aria-label="Costs of the risk field from ${growth[0]?.cells} to ${growth.at(-1)?.cells} cells">
<style>
text { font: 11px system-ui, "Noto Sans SC", sans-serif; fill: #57606a }
.title { font-weight: 600; fill: #24292f }
.grid { stroke: #8c959f; stroke-opacity: 0.35; stroke-width: 1; fill: none }
.line { stroke: #0969da; stroke-width: 2; fill: none }
.dot { fill: #0969da }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1 }
  .title { fill: #f0f6fc }
  .line { stroke: #4493f8 }
  .dot { fill: #4493f8 }
}
</style>
${parts.join('\n')}
</svg>
`
  await writeFile(join(root, 'pictures', 'risk-growth.svg'), svg)
}

function drawn({ title, unit, figureOf }: Panel, rows: readonly Row[]): string {
  const values = rows.map(figureOf)
  const cells = decadesOf(rows.map(row => row.cells))
  const heights = decadesOf(values)
  const x = (count: number) => size.left + share(cells, count) * (size.width - size.left - size.right)
  const y = (value: number) =>
    size.height - size.bottom - share(heights, value) * (size.height - size.bottom - size.top)
  const across = powers(cells).map(
    count =>
      `<path class="grid" d="M${at(x(count))} ${size.top}V${size.height - size.bottom}"/><text x="${at(x(count))}" y="${size.height - 10}" text-anchor="middle">${named(count)}</text>`,
  )
  const up = powers(heights).map(
    value =>
      `<path class="grid" d="M${size.left} ${at(y(value))}H${size.width - size.right}"/><text x="${size.left - 5}" y="${at(y(value) + 4)}" text-anchor="end">${value}</text>`,
  )
  const points = rows.map((row, i) => [at(x(row.cells)), at(y(values[i] ?? 1))] as const)
  const last = points.at(-1)
  return [
    `<text class="title" x="${size.left}" y="14">${title} (${unit})</text>`,
    ...across,
    ...up,
    `<path class="line" d="M${points.map(point => point.join(' ')).join('L')}"/>`,
    ...points.map(([cx, cy]) => `<circle class="dot" cx="${cx}" cy="${cy}" r="3"/>`),
    last
      ? `<text x="${last[0]}" y="${at(Number(last[1]) - 7)}" text-anchor="end">${at(values.at(-1) ?? 0)}</text>`
      : '',
  ].join('\n')
}

type Decades = [least: number, most: number]

/** Whole powers of ten that hold all values. */
const decadesOf = (values: readonly number[]): Decades => [
  Math.floor(Math.log10(Math.min(...values)) + 1e-9),
  Math.ceil(Math.log10(Math.max(...values)) - 1e-9),
]

const share = ([least, most]: Decades, value: number) =>
  (Math.log10(value) - least) / Math.max(1, most - least)

const powers = ([least, most]: Decades): number[] =>
  Array.from({ length: most - least + 1 }, (_, i) => Number((10 ** (least + i)).toPrecision(1)))

const at = (value: number): number => Math.round(value * 10) / 10

const named = (count: number): string => (count >= 1e6 ? `${count / 1e6}M` : `${count / 1e3}k`)

const [file] = process.argv.slice(2)
if (file) await plot(file)
else {
  process.stderr.write('node --import tsx test/bench/growth-plot.ts FIGURES.json\n')
  process.exitCode = 2
}
