import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { askServer } from './ask-server.ts'

let close = () => {}
afterEach(() => close())

/** A server that answers with these pieces of text, whatever is asked. */
async function telling(status: number, pieces: string[]): Promise<{ url: string; token: string }> {
  const server = createServer(async (request, reply) => {
    reply.writeHead(request.headers.authorization === 'Bearer secret' ? status : 401)
    for (const piece of pieces) {
      reply.write(piece)
      await new Promise(resolve => setImmediate(resolve))
    }
    reply.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  close = () => void server.close()
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, token: 'secret' }
}
const ask = async (status: number, pieces: string[]) => {
  const steps: [string, number][] = []
  const progress = (step: string, share: number) => void steps.push([step, share])
  const summary = askServer(await telling(status, pieces), '/control/x', { order: {}, progress })
  return { steps, summary: await summary }
}

test('steps are told as they come, and the last line is the summary, wherever the pieces are cut', async () => {
  const { steps, summary } = await ask(200, [
    '{"step":"read","sha',
    're":0.5}\n{"step":"done"}\n{"summary":',
    '{"cells":3}}\n',
  ])
  expect(steps).toEqual([
    ['read', 0.5],
    ['done', 0],
  ])
  expect(summary).toEqual({ cells: 3 })
})

test('a refusal is said in both languages, with its rows', async () => {
  const error = '{"error":{"zh":"有错","en":"faults"},"rows":[{"message":{"zh":"第二行","en":"row two"}}]}\n'
  await expect(ask(200, [error])).rejects.toThrow('有错 / faults\n  第二行 / row two')
})

test('a server that refuses the caller, or goes away before its summary, is no success', async () => {
  await expect(ask(403, ['no'])).rejects.toThrow('no')
  await expect(ask(200, ['{"step":"read"}\n'])).rejects.toThrow('the server closed the connection')
})
