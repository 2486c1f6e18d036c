import { parentPort } from 'node:worker_threads'
import { Refusal } from '../errors.ts'
import { importCoverage } from '../grid/rules/import-coverage.ts'
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
  switch (work.kind) {
    case 'prepare':
      return prepare(work.job, progress => parentPort?.postMessage({ progress }))
    case 'draw':
      return asDrawn(work.job)
    case 'write':
      return writeBoundaries(work.job)
    case 'lay':
      return importCoverage(work.job.present, work.job.file, work.job.tiers)
  }
}

// From here on it hears.
parentPort?.postMessage({})
