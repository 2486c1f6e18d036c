import { Hono, type Context as HonoContext } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { missing } from '../errors.ts'
import { gives, IdParam, type Served, takes, wholeNumber } from '../request.ts'
import { DemoSignIn, Person, Session, SignIn } from './account.ts'
import { createPerson, NewPerson } from './create-person.ts'
import { deactivatePerson } from './deactivate-person.ts'
import { findPeople, findSession, findWorld } from './find.ts'
import { issueKey, OneTimeKey } from './issue-key.ts'
import { PasswordInput, setPassword } from './set-password.ts'
import { signIn, signInDemo, signOut } from './sign-in.ts'

export const cookieName = 'sisetu_session'
const cookie = { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 7 * 24 * 3600 } as const

/** Behind a proxy that ends TLS the header tells; whoever forges it only keeps their own cookie from themselves. */
const isSecure = (c: HonoContext<Served>) =>
  new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto') === 'https'

const keepToken = (c: HonoContext<Served>, token: string) =>
  setCookie(c, cookieName, token, { ...cookie, secure: isSecure(c) })

/** Answered without a session. */
export const openPaths = ['/api/demo', '/api/session', '/api/session/demo']

/** Signing in needs no session yet; everything else here does. */
export const openDoors = ({ sql, demo }: { sql: Sql; demo: boolean }) =>
  new Hono<Served>()
    .get('/demo', gives(z.object({ demo: z.boolean() }), '是否演示模式 / Whether demo sign-in is on'), c =>
      c.json({ demo }),
    )
    .post('/session', takes('json', SignIn), gives(Session, '登录 / Sign in', 201), async c => {
      const { person, token } = await signIn(sql, c.req.valid('json'), c.get('requestId'))
      keepToken(c, token)
      return c.json(await sessionOf(sql, person, demo), 201)
    })
    .post(
      '/session/demo',
      takes('json', DemoSignIn),
      gives(Session, '演示登录 / Demo sign-in', 201),
      async c => {
        if (!demo) throw missing({ zh: '未启用演示模式', en: 'Demo mode is off' })
        const { person, token } = await signInDemo(sql, c.req.valid('json'), c.get('requestId'))
        keepToken(c, token)
        return c.json(await sessionOf(sql, person, demo), 201)
      },
    )

const sessionOf = async (sql: Sql, actor: Person, demo: boolean) =>
  findSession(
    { sql, actor, world: await findWorld(sql, 0), language: 'zh', request: 'session' },
    { demo, townId: actor.townIds?.[0] ?? null },
  )

export const accountRoutes = ({ demo }: { demo: boolean }) =>
  new Hono<Served>()
    .get(
      '/session',
      takes('query', z.object({ town: wholeNumber.optional() })),
      gives(Session, '当前会话 / Who am I'),
      async c =>
        c.json(await findSession(c.var.context, { demo, townId: c.req.valid('query').town ?? null })),
    )
    .delete('/session', gives(null, '退出 / Sign out', 204), async c => {
      await signOut(c.var.context, getCookie(c, cookieName) ?? '')
      deleteCookie(c, cookieName, { path: '/', secure: isSecure(c) })
      return c.body(null, 204)
    })
    .put(
      '/session/password',
      takes('json', PasswordInput),
      gives(Person, '设置密码 / Set my password'),
      async c =>
        c.json(await setPassword(c.var.context, c.req.valid('json'), getCookie(c, cookieName) ?? '')),
    )
    .get('/people', gives(z.array(Person), '人员 / People'), async c =>
      c.json(await findPeople(c.var.context)),
    )
    .post('/people', takes('json', NewPerson), gives(Person, '新增人员 / Add a person', 201), async c =>
      c.json(await createPerson(c.var.context, c.req.valid('json')), 201),
    )
    .delete(
      '/people/:id',
      takes('param', IdParam),
      gives(Person, '停用人员 / Turn an account off'),
      async c => c.json(await deactivatePerson(c.var.context, c.req.valid('param').id)),
    )
    .post(
      '/people/:id/keys',
      takes('param', IdParam),
      gives(OneTimeKey, '一次性登录链接 / One-time sign-in link', 201),
      async c => c.json(await issueKey(c.var.context, c.req.valid('param').id), 201),
    )
