import { Hono } from 'hono'
import { z } from 'zod'
import { openPaths } from './account/routes.ts'
import { type Described, describedBy, gives, type Served } from './request.ts'

interface Operation {
  method: string
  path: string
  parts: Described[]
}

/** `GET /api/openapi.json` and a page to read it, made from the same schemas that check the requests. */
export const docsRoutes = (app: Hono<Served>) =>
  new Hono<Served>()
    .get('/openapi.json', gives(z.looseObject({}), '接口文档（OpenAPI 3.1） / This document'), c =>
      c.json(openApiDocument(app)),
    )
    .get('/docs', gives(null, '接口文档页 / This document as a page'), c =>
      c.html(page(openApiDocument(app))),
    )

export function openApiDocument(app: Hono<Served>) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operationsOf(app)) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: operationOf(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sisetu 四色图',
      version: '0.1.0',
      description: '风险地图与应急预案系统接口 / Risk map and emergency planning API',
    },
    servers: [{ url: '/' }],
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sisetu_session' } } },
    security: [{ session: [] }],
    paths,
  }
}

function operationsOf(app: Hono<Served>): Operation[] {
  const found = new Map<string, Operation>()
  for (const { method, path, handler } of app.routes) {
    const part = describedBy(handler)
    if (!part || method === 'ALL') continue
    const key = `${method} ${path}`
    const operation = found.get(key) ?? { method, path, parts: [] }
    operation.parts.push(part)
    found.set(key, operation)
  }
  return [...found.values()]
}

const json = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

function operationOf({ method, path, parts }: Operation) {
  const gives = parts.find(part => part.gives)?.gives
  const body = parts.find(part => part.takes?.target === 'json')?.takes
  const parameters = parts.flatMap(part =>
    part.takes && part.takes.target !== 'json' ? parametersOf(part.takes.target, part.takes.schema) : [],
  )
  return {
    operationId: `${method.toLowerCase()}${path.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: gives?.summary ?? '',
    tags: [path.split('/')[2] ?? 'api'],
    parameters: [...parameters, ...headersOf(method, path)],
    ...(isOpen(method, path) ? { security: [] } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: json(body.schema, 'input') } },
          },
        }
      : {}),
    responses: {
      [gives?.status ?? 200]: {
        description: gives?.summary ?? 'OK',
        ...(gives?.schema
          ? { content: { 'application/json': { schema: json(gives.schema, 'output') } } }
          : {}),
      },
      default: {
        description: 'RFC 9457 problem',
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  }
}

/** Answered without a session: signing in, this document, the base map and whether the server lives. */
export const isOpen = (method: string, path: string): boolean =>
  !path.startsWith('/api/') ||
  ['/api/openapi.json', '/api/docs'].includes(path) ||
  (openPaths.includes(path) && !(path === '/api/session' && method !== 'POST'))

const headersOf = (method: string, path: string) => [
  ...(isOpen(method, path)
    ? []
    : [
        {
          name: 'Sisetu-World',
          in: 'header',
          required: false,
          description: '演练世界编号，缺省为实战 / A drill world; the live one by default',
          schema: { type: 'integer', minimum: 0, default: 0 },
        },
      ]),
  ...(method === 'POST' && !isOpen(method, path)
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: '同键同文重发只执行一次 / The same key and body act once and answer alike',
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        },
      ]
    : []),
]

function parametersOf(target: 'query' | 'param', schema: z.ZodType) {
  const shape = json(schema, 'input')
  const required = new Set(Array.isArray(shape.required) ? shape.required : [])
  return Object.entries(shape.properties ?? {}).map(([name, inner]) => ({
    name,
    in: target === 'param' ? 'path' : 'query',
    required: target === 'param' || required.has(name),
    schema: inner,
  }))
}

const problem = {
  type: 'object',
  properties: {
    code: { type: 'string' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
}

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, letter => `&#${letter.charCodeAt(0)};`)

function page(document: ReturnType<typeof openApiDocument>): string {
  const rows = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([
        method,
        operation,
      ]) => `<details><summary><b>${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code>
        <span>${escapeHtml(summaryOf(operation))}</span></summary><pre>${escapeHtml(JSON.stringify(operation, null, 2))}</pre></details>`,
    ),
  )
  return `<!doctype html><html lang="zh"><meta charset="utf-8"><title>Sisetu API</title><style>
    body{font:14px/1.6 system-ui,sans-serif;max-width:960px;margin:32px auto;padding:0 16px;color:#17212b}
    details{border-bottom:1px solid #dbe1e7;padding:6px 0}summary{cursor:pointer}b{display:inline-block;width:64px}
    span{color:#566573;margin-left:8px}pre{background:#f5f7f9;padding:12px;overflow:auto;font-size:12px}</style>
    <h1>Sisetu 四色图 API</h1><p><a href="/api/openapi.json">openapi.json</a></p>${rows.join('')}</html>`
}

const summaryOf = (operation: unknown): string =>
  operation !== null && typeof operation === 'object' && 'summary' in operation
    ? String(operation.summary)
    : ''
