import { parentPort } from 'node:worker_threads'
import { Refusal } from '../errors.ts'
import { asDrawn } from './as-drawn.ts'
import type { Work } from './aside.ts'
import { prepare } from './prepare.ts'
import { writeBoundaries } from './write.ts'

parentPort?.on('message', async (work: Work) => {
  try {
    parentPort?.postMessage({ answer: await answerOf(work) })
  } catch (error) {
    if (error instanceof Refusal) parentPort?.postMessage({ refusal: error.words, errors: error.errors })
    else parentPort?.postMessage({ failure: error instanceof Error ? error.message : String(error) })
  }
})

function answerOf(work: Work) {
  if (work.kind === 'prepare') return prepare(work.job)
  return work.kind === 'draw' ? asDrawn(work.job) : writeBoundaries(work.job)
}

// From here on it hears.
parentPort?.postMessage({})
