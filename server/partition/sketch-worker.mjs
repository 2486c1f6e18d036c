// Brings TypeScript to the thread that draws suggestions, wherever it is started from.
import { register } from 'tsx/esm/api'

register()
await import('./sketch-worker.ts')
