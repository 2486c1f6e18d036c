import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { missing } from '../errors.ts'
import { gives, type Served, takes, wholeNumber } from '../request.ts'
import { DemoSignIn, Person, Session, SignIn } from './account.ts'
import { findPeople, findSession, findWorld } from './find.ts'
import { PasswordInput, setPassword } from './set-password.ts'
import { signIn, signInDemo, signOut } from './sign-in.ts'

export const cookieName = 'sisetu_session'
const cookie = { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 7 * 24 * 3600 } as const

/** Signing in needs no session yet; everything else here does. */
export const openDoors = ({ sql, demo }: { sql: Sql; demo: boolean }) =>
  new Hono<Served>()
    .get('/demo', gives(z.object({ demo: z.boolean() }), '是否演示模式 / Whether demo sign-in is on'), c =>
      c.json({ demo }),
    )
    .post('/session', takes('json', SignIn), gives(Session, '登录 / Sign in', 201), async c => {
      const { person, token } = await signIn(sql, c.req.valid('json'), c.get('requestId'))
      setCookie(c, cookieName, token, cookie)
      return c.json(await sessionOf(sql, person, demo), 201)
    })
    .post(
      '/session/demo',
      takes('json', DemoSignIn),
      gives(Session, '演示登录 / Demo sign-in', 201),
      async c => {
        if (!demo) throw missing({ zh: '未启用演示模式', en: 'Demo mode is off' })
        const { person, token } = await signInDemo(sql, c.req.valid('json'), c.get('requestId'))
        setCookie(c, cookieName, token, cookie)
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
      deleteCookie(c, cookieName, { path: '/' })
      return c.body(null, 204)
    })
    .put(
      '/session/password',
      takes('json', PasswordInput),
      gives(Person, '设置密码 / Set my password'),
      async c => c.json(await setPassword(c.var.context, c.req.valid('json'))),
    )
    .get('/people', gives(z.array(Person), '人员 / People'), async c =>
      c.json(await findPeople(c.var.context)),
    )
