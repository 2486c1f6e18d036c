import type { Address } from './control.ts'
import type { Words } from './errors.ts'

interface Asked {
  order: object
  signal?: AbortSignal
  progress?(step: string, share: number): void
}

interface Told<Summary> {
  step?: string
  share?: number
  summary?: Summary
  error?: Words
  rows?: { message: Words }[]
}

/** Ctrl+C as a signal, for work that leaves nothing behind when it is cut short. */
export function interruption(): AbortSignal {
  const abort = new AbortController()
  const reason = new Error('中断，未留下任何内容 / interrupted, nothing was left behind')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => abort.abort(reason))
  return abort.signal
}

/**
 * Gives the running server an order, and follows what it tells of it, a line of JSON a step.
 * @returns the summary of its last line
 * @throws Error in both languages: what was refused, with its rows, or that the server went away
 */
export async function askServer<Summary>(
  { url, token }: Pick<Address, 'url' | 'token'>,
  path: string,
  { order, signal, progress }: Asked,
): Promise<Summary> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    ...(signal ? { signal } : {}),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(order),
  })
  if (!answer.ok || !answer.body) throw new Error(await answer.text())
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body) {
    rest += decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { step, share = 0, summary, error, rows = [] }: Told<Summary> = JSON.parse(line)
      if (summary) return summary
      if (error) throw new Error([error, ...rows.map(row => row.message)].map(both).join('\n  '))
      if (step) progress?.(step, share)
    }
  }
  throw new Error('服务器中断了连接 / the server closed the connection')
}

const both = ({ zh, en }: Words) => `${zh} / ${en}`
