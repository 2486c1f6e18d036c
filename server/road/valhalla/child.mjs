// One Actor for the life of this process: a second one may answer from the first one's tiles.
import { readFileSync } from 'node:fs'

const allowed = new Set(['route', 'matrix', 'isochrone', 'locate'])
const { Actor } = await import('@valhallajs/valhallajs')
const actor = new Actor(JSON.parse(readFileSync(process.argv[2], 'utf8')))

process.on('message', async ({ id, act, query }) => {
  try {
    if (!allowed.has(act)) throw new Error(`unknown act ${act}`)
    const answer = await actor[act](JSON.stringify(query))
    process.send?.({ id, answer })
  } catch (error) {
    process.send?.({ id, fault: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
