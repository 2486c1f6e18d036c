import { parentPort } from 'node:worker_threads'
import { type Sketch, sketch } from './rules/sketch.ts'

parentPort?.on('message', (given: Sketch) => {
  try {
    parentPort?.postMessage({ partition: sketch(given) })
  } catch (error) {
    parentPort?.postMessage({ failure: error instanceof Error ? error.message : String(error) })
  }
})
