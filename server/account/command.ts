import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { administratorContext } from '../control.ts'
import type { Database } from '../database/open.ts'
import { PasswordInput, setPassword } from './set-password.ts'

export const passwordUsage = `npm run password
  Gives the administrator a password of at least 12 characters, asked for on the terminal or read from a pipe.
  The login is administrator. With the embedded database the server must be stopped.`

// What a pipe holds is read at once, since closing a reader would lose what it read ahead.
let piped: string[] | undefined

const silent = new Writable({ write: (_chunk, _encoding, done) => done() })

/** One line from a pipe, or typed unseen. */
async function ask(question: string): Promise<string> {
  if (process.stdin.isTTY !== true) {
    piped ??= (await text(process.stdin)).split(/\r?\n/)
    return piped.shift() ?? ''
  }
  process.stderr.write(question)
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

/** Sets the first password, or another one for whoever knows the first. */
export async function passwordCommand(open: () => Promise<Database>): Promise<void> {
  const input = PasswordInput.pick({ password: true }).safeParse({
    password: await ask('新密码 / New password: '),
  })
  if (!input.success) throw new Error('密码要 12 到 200 个字符 / A password has 12 to 200 characters')
  const database = await open()
  try {
    const context = await administratorContext(database.sql)
    const [row] =
      await database.sql`select password_hash is not null as had from people where id = ${context.actor.id}`
    const current = row?.had === true ? { current: await ask('现在的密码 / Current password: ') } : {}
    await setPassword(context, { ...input.data, ...current }, '')
  } finally {
    await database.close()
  }
  process.stdout.write('  管理员密码已设置 / The administrator has a password now: login administrator\n')
}
