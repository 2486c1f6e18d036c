import { parentPort } from 'node:worker_threads'
import { Refusal } from '../errors.ts'
import type { Work } from './aside.ts'
import { prepare } from './prepare.ts'
import { writeBoundaries } from './write.ts'

parentPort?.on('message', async (work: Work) => {
  try {
    const answer = work.kind === 'prepare' ? await prepare(work.job) : await writeBoundaries(work.job)
    parentPort?.postMessage({ answer })
  } catch (error) {
    if (error instanceof Refusal) parentPort?.postMessage({ refusal: error.words, errors: error.errors })
    else parentPort?.postMessage({ failure: error instanceof Error ? error.message : String(error) })
  }
})
