const inTerminal = process.stderr.isTTY === true

/** Shows steps on the terminal as one bar that fills, elsewhere as a line for each step and tenth. */
export function progressBar(stepNames: Record<string, string>): (step: string, share: number) => void {
  let last = ''
  return (step, share) => {
    const name = stepNames[step] ?? step
    const percent = Math.round(share * 100)
    const line = `${percent}% ${name}`
    const mark = inTerminal ? line : `${step} ${Math.floor(share * 10)}`
    if (mark === last) return
    last = mark
    const full = Math.round(share * 24)
    const bar = `\r\x1b[K${'█'.repeat(full)}${'░'.repeat(24 - full)} ${line}${share === 1 ? '\n' : ''}`
    process.stderr.write(inTerminal ? bar : `${line}\n`)
  }
}
