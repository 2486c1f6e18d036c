import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { Refusal } from '../errors.ts'

// OWASP password storage: scrypt N=2^15, r=8, p=3
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 128 * 1024 * 1024 }

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, 32, cost, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  )

// A flood of sign-ins may not take the threads that files and others need.
const turns = { running: 0, most: 2, queue: 24, waiting: [] as (() => void)[] }

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (turns.waiting.length >= turns.queue) {
    throw new Refusal('busy', {
      zh: '同时登录的人太多，请稍后再试',
      en: 'Too many are signing in at once; try again in a moment',
    })
  }
  if (turns.running >= turns.most) await new Promise<void>(resolve => turns.waiting.push(resolve))
  else turns.running += 1
  try {
    return await work()
  } finally {
    const next = turns.waiting.shift()
    if (next) next()
    else turns.running -= 1
  }
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${salt.toString('base64')}$${(await derive(password, salt)).toString('base64')}`
}

export async function passwordFits(password: string, hash: string | null): Promise<boolean> {
  const [scheme, salt, key] = (hash ?? '').split('$')
  if (scheme !== 'scrypt' || !salt || !key) {
    // The same work for an unknown login, so that its absence does not show in the time taken.
    await derive(password, Buffer.alloc(16))
    return false
  }
  const expected = Buffer.from(key, 'base64')
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64')), expected)
}

/** 256 random bits for a session or a one-time link; only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
