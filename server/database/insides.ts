import type { PGlite } from '@electric-sql/pglite'

interface Module {
  ___stack_pointer: { value: number }
  ___cxa_uncaught_exceptions: () => number
  ___resumeException: (none: number) => void
  _PostgresMainLoopOnce: () => void
  _error_context_stack?: number
  HEAPU32: Uint32Array
  UTF8ToString: (address: number, maximumBytes: number) => string
}

/** What an engine did that PGlite keeps to itself. */
export interface Watch {
  /** Runs `work` with the stack put back afterwards: every SQL error leaks one to four kilobytes of it. */
  balanced<T>(work: () => Promise<T>): Promise<T>
  /** The text of a C++ exception that nobody caught since the last call; '' when it has none. */
  takeException(): string | undefined
  /** Why the engine cannot go on, when it cannot. */
  fatal(): string | undefined
}

// PGlite types its WebAssembly module only in part; the parts used here are looked for before they are used.
function moduleOf(database: PGlite): Module {
  const module = database.Module as unknown as Module
  const whole =
    typeof module.___stack_pointer?.value === 'number' &&
    typeof module.___cxa_uncaught_exceptions === 'function' &&
    typeof module.___resumeException === 'function'
  if (!whole) throw new Error('this build of PGlite cannot be guarded; install the pinned version')
  return module
}

/**
 * Watches an engine. Call once it has answered a first query.
 *
 * A C++ exception of the geometry engine passes PostgreSQL's error handling as if nothing had been thrown: the
 * statement ends early and the transaction commits. But one that nobody caught stays counted.
 */
export function watch(database: PGlite): Watch {
  const module = moduleOf(database)
  let known = module.___cxa_uncaught_exceptions()
  let fatal: string | undefined
  // A thrown string or number is a jump or an exception; an object is a trap, the end of the engine.
  module._PostgresMainLoopOnce = watched(module._PostgresMainLoopOnce, thrown => {
    if (typeof thrown === 'object' && thrown !== null) fatal = String(thrown)
  })
  return {
    async balanced(work) {
      const height = module.___stack_pointer.value
      try {
        return await work()
      } finally {
        module.___stack_pointer.value = height
      }
    },
    takeException() {
      const uncaught = module.___cxa_uncaught_exceptions()
      if (uncaught === known) return undefined
      known = uncaught
      // The frames it skipped left their context notes behind, which the next error would read.
      const notes = module._error_context_stack
      if (notes) module.HEAPU32[notes >>> 2] = 0
      return lastText(module)
    },
    fatal: () => fatal,
  }
}

/** The text of the last exception thrown: std::runtime_error keeps the address of its text second. */
function lastText(module: Module): string {
  try {
    module.___resumeException(0)
  } catch (thrown) {
    const address = typeof thrown === 'number' ? module.HEAPU32[(thrown >>> 2) + 1] : undefined
    if (!address || address >= module.HEAPU32.byteLength) return ''
    const text = module.UTF8ToString(address, 300)
    return /^[\x20-\x7e]+$/.test(text) ? text : ''
  }
  return ''
}

function watched(run: () => void, seen: (thrown: unknown) => void): () => void {
  return () => {
    try {
      run()
    } catch (thrown) {
      seen(thrown)
      throw thrown
    }
  }
}
