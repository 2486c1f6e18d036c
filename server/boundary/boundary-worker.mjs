// Brings TypeScript to the thread that reads strangers' files, wherever it is started from.
import { register } from 'tsx/esm/api'

register()
await import('./boundary-worker.ts')
