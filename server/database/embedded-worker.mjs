// Node does not hand its loaders on to worker threads; this file brings TypeScript to the one of the database.
import { register } from 'tsx/esm/api'

register()
await import('./embedded-worker.ts')
