// Brings TypeScript to the process that prepares a town, wherever it is started from.
import { register } from 'tsx/esm/api'

register()
await import('./preparer.ts')
