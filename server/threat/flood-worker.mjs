// Node does not hand its loaders on to worker threads; this file brings TypeScript to the one that reckons floods.
import { register } from 'tsx/esm/api'

register()
await import('./flood-worker.ts')
