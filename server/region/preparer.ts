import { Refusal } from '../errors.ts'
import type { PreparerWord } from './prepare-aside.ts'
import { type PrepareInput, prepareTown } from './prepare-town.ts'

const tell = (word: PreparerWord) =>
  new Promise<void>(resolve => {
    if (process.send) process.send(word, () => resolve())
    else resolve()
  })

// The process ends with the one that asked, however that one ended.
process.on('disconnect', () => process.exit(1))
process.on('message', async (input: PrepareInput) => {
  try {
    const prepared = await prepareTown(input, (step, share) => void tell({ step, share }))
    await tell({ prepared })
  } catch (error) {
    if (error instanceof Refusal) await tell({ refusal: error.words })
    else await tell({ failure: error instanceof Error ? error.message : String(error) })
  }
  process.disconnect()
})
