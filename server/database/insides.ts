import type { PGlite } from '@electric-sql/pglite'

interface Insides {
  stack: { value: number } | undefined
  runOnce: () => void
  replaceRunOnce: (run: () => void) => void
  textAt: (address: number) => string
}

/** What an engine did that PGlite keeps to itself. */
export interface Watch {
  /** Runs `work` with the stack put back afterwards: every SQL error leaks one to four kilobytes of it. */
  balanced<T>(work: () => Promise<T>): Promise<T>
  /** The message of the C++ exception swallowed since the last call. */
  takeException(): string | undefined
  /** Why the engine cannot go on, when it cannot. */
  fatal(): string | undefined
  stackIsKept: boolean
}

// PGlite types its WebAssembly module only in part. What is missing is looked for before it is used.
function insides(database: PGlite): Insides {
  const module = database.Module as unknown as {
    ___stack_pointer?: { value: number }
    _PostgresMainLoopOnce: () => void
    HEAPU32: Uint32Array
    UTF8ToString: (address: number, maximumBytes: number) => string
  }
  const original = module._PostgresMainLoopOnce
  return {
    stack: typeof module.___stack_pointer?.value === 'number' ? module.___stack_pointer : undefined,
    runOnce: original,
    replaceRunOnce: run => {
      module._PostgresMainLoopOnce = run
    },
    textAt: address => {
      const pointer = module.HEAPU32[(address >>> 2) + 1] ?? 0
      return pointer > 0 && pointer < module.HEAPU32.byteLength ? module.UTF8ToString(pointer, 300) : ''
    },
  }
}

/** Watches the engine's loop. Call once it has answered a first query. */
export function watch(database: PGlite): Watch {
  const { stack, runOnce, replaceRunOnce, textAt } = insides(database)
  let exception: string | undefined
  let fatal: string | undefined
  // A string or Infinity thrown is PostgreSQL's own jump to its error handler, a finite number the address of
  // a C++ exception (std::runtime_error keeps its text second), an object the end of the engine.
  replaceRunOnce(
    watched(runOnce, thrown => {
      if (typeof thrown === 'number' && Number.isFinite(thrown)) exception = printable(textAt(thrown))
      else if (typeof thrown === 'object' && thrown !== null) fatal = String(thrown)
    }),
  )
  return {
    async balanced(work) {
      const height = stack?.value
      try {
        return await work()
      } finally {
        if (stack && height !== undefined) stack.value = height
      }
    },
    takeException() {
      const taken = exception
      exception = undefined
      return taken
    },
    fatal: () => fatal,
    stackIsKept: stack !== undefined,
  }
}

const printable = (text: string) => (/^[\x20-\x7e]+$/.test(text) ? text : '')

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
