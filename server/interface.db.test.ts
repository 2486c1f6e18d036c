import { beforeAll, expect, test } from 'vitest'
import { aPlan, aTask } from '../plans/plan-builder.ts'
import { testDatabase } from './database/test-database.ts'
import { isOpen, openApiDocument } from './openapi.ts'
import { describedBy } from './request.ts'
import { cookieOf, testApp } from './test-app.ts'
import { block, type TestTown, testTown } from './test-town.ts'

const { sql } = await testDatabase()
let town: TestTown
let app: ReturnType<typeof testApp>
let document: ReturnType<typeof openApiDocument>

interface Operation {
  operationId: string
  summary: string
  parameters: { name: string; in: string; required: boolean; schema: object }[]
  responses: Record<string, unknown>
  security?: unknown[]
}

const operations = (): [method: string, path: string, operation: Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    // Made by operationOf, which the tests below hold to this shape.
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      method,
      path,
      operation as Operation,
    ]),
  )

beforeAll(async () => {
  town = await testTown(sql)
  app = testApp(sql)
  document = openApiDocument(app)
})

test('every route under /api is described: what it takes and what it gives', () => {
  const told = new Set(
    app.routes
      .filter(route => describedBy(route.handler)?.gives)
      .map(route => `${route.method} ${route.path}`),
  )
  const routes = app.routes.filter(route => route.method !== 'ALL' && route.path.startsWith('/api/'))
  const silent = new Set(
    routes.map(route => `${route.method} ${route.path}`).filter(route => !told.has(route)),
  )
  expect([...silent]).toEqual([])
  expect(told.size).toBeGreaterThan(60)
})

test('the document is OpenAPI 3.1: unique ids, every path parameter declared, answers with problems', async () => {
  const answer = await app.request('/api/openapi.json')
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)))
  expect(document.openapi).toBe('3.1.0')
  const all = operations()
  expect(new Set(all.map(([, , operation]) => operation.operationId)).size).toBe(all.length)
  for (const [method, path, operation] of all) {
    const at = `${method} ${path}`
    expect(operation.operationId, at).toMatch(/^[a-z]\w+$/)
    expect(path.startsWith('/tiles') || operation.summary !== '', at).toBe(true)
    const declared = operation.parameters.filter(each => each.in === 'path')
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1])
    expect(declared.map(each => each.name).sort(), at).toEqual(named.sort())
    expect(
      declared.every(each => each.required),
      at,
    ).toBe(true)
    expect(Object.keys(operation.responses), at).toContain('default')
    expect(
      Object.keys(operation.responses).some(status => /^2\d\d$/.test(status)),
      at,
    ).toBe(true)
    const unique = new Set(operation.parameters.map(each => `${each.in} ${each.name}`))
    expect(unique.size, at).toBe(operation.parameters.length)
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(match => match[1])
  expect(references.filter(reference => !reference?.startsWith('#/'))).toEqual([])
})

test('the page of the document asks nobody outside', async () => {
  const answer = await app.request('/api/docs')
  const page = await answer.text()
  expect(answer.headers.get('content-type')).toContain('text/html')
  expect(page).toContain('/api/incidents/{id}/orders')
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
  expect(page).not.toContain('<script')
})

const filled = (path: string) => path.replace(/\{nodeId\}/, 'send').replace(/\{\w+\}/g, '1')

test('nobody who is not signed in is answered, but at the open doors', async () => {
  const doors: string[] = []
  for (const [method, path, operation] of operations()) {
    const answer = await app.request(filled(path), {
      method: method.toUpperCase(),
      headers: { 'content-type': 'application/json' },
      ...(method === 'get' ? {} : { body: '{}' }),
    })
    if (isOpen(method.toUpperCase(), path)) doors.push(`${method} ${path}`)
    else expect([method, path, answer.status]).toEqual([method, path, 401])
    expect(operation.security, path).toEqual(isOpen(method.toUpperCase(), path) ? [] : undefined)
  }
  expect(doors.sort()).toEqual([
    'get /api/demo',
    'get /api/docs',
    'get /api/openapi.json',
    'get /tiles/base.pmtiles',
    'post /api/session',
    'post /api/session/demo',
  ])
})

const version = { version: 1 }
const lines = (lng: number, lat: number) => ({
  type: 'LineString',
  coordinates: [
    [lng, lat],
    [lng + 0.001, lat],
  ],
})

/** What an administrator of the town makes, so that every later operation has something to be refused. */
async function aBusyTown() {
  const cookie = await cookieOf(sql, town.people.administrator)
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const headers = { cookie, 'content-type': 'application/json' }
    const answer = await app.request(`/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect([path, answer.status]).toEqual([path, path === '/grid-drafts' ? 200 : 201])
    const made: unknown = await answer.json()
    return Object.fromEntries(Object.entries(Array.isArray(made) ? made[0] : made))
  }
  const document = aPlan([aTask('send', { role: 'chief' })], { code: 'matrix' })
  const plan = await post('/plans', { townId: town.id, document })
  await sql`update plans set standing = 'published' where id = ${Number(plan.id)}`
  const incident = await post('/incidents', body.incident())
  const run = await post(`/incidents/${incident.id}/runs`, { planId: plan.id, level: 'IV' })
  const order = await post(`/incidents/${incident.id}/orders`, { responderIds: [town.responders.fire1] })
  const closure = await post('/closures', body.closure())
  const zone = await post('/zones', body.zone())
  const drill = await post('/drills', { townId: town.id, name: '矩阵' })
  const draft = await post('/grid-drafts', body.draft())
  const unit = await post('/installations', body.unit())
  const danger = await post('/dangers', body.danger())
  const sensor = await post('/sensors', body.sensor('G-1'))
  const warning = await post('/warnings', body.warning())
  const threat = await post('/threats', body.threat())
  const proposal = await aProposal()
  const boundary = await aBoundaryImport()
  const [target] =
    await sql`insert into targets (town_id, name, kind, point, standing) values (${town.id}, '学校', 'school',
    ST_SetSRID(ST_MakePoint(${town.center[0]}, ${town.center[1]}), 4326), 'draft') returning id`
  const edition = await post('/risk/editions', { townId: town.id, name: '首版', evenUnassessed: true })
  const member = await post('/members', { townId: town.id, name: '孙梅' })
  const { postings } = await post(`/members/${member.id}/postings`, body.posting())
  const posting = Array.isArray(postings) ? postings[0] : undefined
  const looked = { member, posting, boundary, danger, sensor, warning, proposal, threat }
  return {
    plan,
    document,
    incident,
    run,
    order,
    closure,
    zone,
    drill,
    draft,
    unit,
    target,
    edition,
    ...looked,
  }
}

async function aBoundaryImport() {
  const [row] =
    await sql`insert into boundary_imports (town_id, person_id, file_name, state, source, cleaned, saved_at)
    values (${town.id}, ${town.people.administrator.id}, '矩阵', '{}', '', '', now()) returning id`
  return { id: row?.id }
}

async function aProposal() {
  const [run] =
    await sql`insert into identification_runs (town_id, edition, state, rules_total, started_at, started_by)
    values (${town.id}, 1, 'done', 0, now(), '矩阵') returning id`
  const [row] =
    await sql`insert into proposals (town_id, rule, key, act, name, domain, kind, point, reach_meters, reasons,
      facts, facts_hash, state, news, run_id)
    values (${town.id}, 'hospital', 'target:1', 'add', '医院', 'public-health', 'hospital-infection',
      ST_SetSRID(ST_MakePoint(${town.center[0]}, ${town.center[1]}), 4326), 100, '[]', '{}', '', 'open', 'fresh', ${run?.id})
    returning id`
  return { id: row?.id }
}

let founded: Promise<Busy> | undefined
const busy = () => {
  founded ??= aBusyTown()
  return founded
}

const body = {
  question: () => ({
    townId: town.id,
    lngLat: town.center,
    weather: { windFromDegrees: 270, windMetersPerSecond: 3, night: false },
    inputs: {
      model: 'explosion',
      substance: 'lpg',
      massKg: 2000,
      efficiency: 0.05,
      method: 'swisdak',
      levelsKpa: [20.7],
    },
  }),
  threat: () => ({ ...body.question(), name: '爆炸' }),
  incident: () => ({ townId: town.id, type: 'chemical', title: '泄漏', lngLat: town.center }),
  closure: () => ({ townId: town.id, line: lines(...town.center), reason: '塌方' }),
  zone: () => ({
    townId: town.id,
    kind: 'danger',
    polygon: block(1, 1, { columns: 1, rows: 1 }),
    reason: '毒气',
  }),
  unit: () => ({
    hazardId: town.hazards[1],
    name: '球罐组',
    kind: 'tank-area',
    place: { type: 'Point', coordinates: town.center },
  }),
  danger: () => ({ hazardId: town.hazards[0], title: '阀门内漏' }),
  sensor: (code: string) => ({
    townId: town.id,
    code,
    name: '探头',
    quantity: '氨',
    thresholds: [{ grade: 'first', direction: 'above', over: 25, back: 20 }],
  }),
  warning: () => ({
    townId: town.id,
    kind: '暴雨',
    level: 'orange',
    title: '暴雨橙色预警',
    until: '2999-01-01T00:00:00Z',
  }),
  posting: () => ({ gridId: town.grids[1], role: 'grid-worker', duty: 'backup', fromOn: '2026-01-01' }),
  draft: () => ({ townId: town.id, name: '草案', edits: [], seen: [], version: 0 }),
  hazard: () => ({
    name: '油库',
    domain: 'work-safety',
    kind: 'tank-farm',
    lngLat: town.center,
    reachMeters: 100,
  }),
  sourceTable: () => `名称,领域,类别,经度,纬度\n二号油库,安全生产,储罐区,${town.center.join(',')}`,
}

/** Own affairs, which no role is needed for. */
const own = new Set(['delete /api/session', 'put /api/session/password'])

type Busy = Awaited<ReturnType<typeof aBusyTown>>
type Row = [id: unknown, input?: unknown]

/** A request that its rightful person could make, by operation: a new operation without a row fails the test. */
function rows(made: Busy): Record<string, Row> {
  const judged = (noun: string, id: unknown) => ({
    [`post /api/${noun}/{id}/confirm`]: [id, version] satisfies Row,
    [`post /api/${noun}/{id}/reject`]: [id, version] satisfies Row,
  })
  const steps = ['acknowledge', 'decline', 'depart', 'arrive', 'release'].map(step => [
    `post /api/orders/{id}/${step}`,
    [made.order.id, { version: 1, reason: '无' }],
  ])
  const move = { kind: 'move-vertex', from: [1, 1], to: [2, 2] }
  return {
    ...Object.fromEntries(steps),
    ...judged('hazards', town.hazards[0]),
    ...judged('targets', made.target?.id),
    ...judged('responders', town.responders.draft),
    ...judged('supplies', town.supplies[0]),
    ...judged('shelters', town.shelters[0]),
    'post /api/people': [0, { login: 'matrix', name: '矩阵', roles: ['viewer'], townIds: [town.id] }],
    'delete /api/people/{id}': [town.people.duty.id],
    'post /api/people/{id}/keys': [town.people.duty.id],
    'post /api/grids/edits': [
      0,
      { townId: town.id, edits: [move], seen: [{ id: town.grids[0], version: 1 }] },
    ],
    'post /api/grid-drafts': [0, body.draft()],
    'put /api/grid-drafts/{id}': [made.draft.id, { ...body.draft(), version: 1 }],
    'post /api/grid-drafts/{id}/propose': [made.draft.id, version],
    'post /api/grid-drafts/{id}/recall': [made.draft.id, version],
    'post /api/grid-drafts/{id}/approve': [made.draft.id, version],
    'post /api/grid-drafts/{id}/reject': [made.draft.id, { note: '不妥', version: 1 }],
    'post /api/grid-drafts/{id}/rebase': [made.draft.id, version],
    'post /api/grid-restores': [0, { townId: town.id, at: '2026-01-01T00:00:00Z', name: '恢复' }],
    'delete /api/grid-drafts/{id}': [`${made.draft.id}?version=1`],
    'post /api/boundary-imports': [`?town=${town.id}`, { type: 'FeatureCollection', features: [] }],
    'put /api/boundary-imports/{id}': [made.boundary.id, version],
    'post /api/boundary-imports/{id}/take': [made.boundary.id, version],
    'delete /api/boundary-imports/{id}': [`${made.boundary.id}?version=1`],
    'post /api/hazards': [0, { townId: town.id, ...body.hazard() }],
    'post /api/hazards/tables': [0, { townId: town.id, csv: body.sourceTable() }],
    'post /api/hazards/tables/check': [0, { townId: town.id, csv: body.sourceTable() }],
    'put /api/hazards/{id}': [town.hazards[0], { ...body.hazard(), version: 1 }],
    'post /api/hazards/{id}/assessments': [
      town.hazards[0],
      { scale: 'inherent', methodId: 1, inputs: { L: '3', E: '6', C: '15' }, version: 1 },
    ],
    'post /api/installations': [0, body.unit()],
    'put /api/installations/{id}': [made.unit.id, { ...body.unit(), version: 1 }],
    'post /api/installations/{id}/inventory': [made.unit.id, { lines: [], version: 1 }],
    'post /api/installations/{id}/people': [made.unit.id, { people: null, version: 1 }],
    'post /api/installations/{id}/filing': [made.unit.id, { number: '1', filedOn: '2026-01-01', version: 1 }],
    'post /api/installations/{id}/retire': [made.unit.id, { reason: '拆除', version: 1 }],
    'post /api/installations/what-if': [0, { installationId: made.unit.id }],
    'post /api/installations/tables': [0, { townId: town.id, csv: '单元,物质,数量\n球罐组,氨,5' }],
    'post /api/installations/tables/check': [0, { townId: town.id, csv: '单元,物质,数量\n球罐组,氨,5' }],
    'put /api/risk/settings': [`?town=${town.id}`, { version: 0 }],
    'post /api/threats': [0, body.threat()],
    'post /api/threats/preview': [0, body.question()],
    'post /api/threats/impact': [0, body.question()],
    'post /api/threats/{id}/withdraw': [made.threat.id, version],
    'post /api/threats/{id}/zone': [made.threat.id, { version: 1, ring: 'any' }],
    'post /api/risk/editions': [0, { townId: town.id, name: '第一版' }],
    'post /api/risk/editions/{id}/withdraw': [made.edition.id, { reason: '漏评', version: 1 }],
    'post /api/dangers': [0, body.danger()],
    'post /api/dangers/{id}/assess': [
      made.danger.id,
      { grade: 'general', responsible: '赵', dueAt: '2999-01-01T00:00:00Z', version: 1 },
    ],
    'post /api/dangers/{id}/supervise': [made.danger.id, { supervisor: '安委办', version: 1 }],
    'post /api/dangers/{id}/rectify': [made.danger.id, { measures: '更换', version: 1 }],
    'post /api/dangers/{id}/accept': [made.danger.id, { passed: true, version: 1 }],
    'post /api/dangers/{id}/close': [made.danger.id, version],
    'post /api/dangers/{id}/reopen': [
      made.danger.id,
      { note: '再漏', dueAt: '2999-01-01T00:00:00Z', version: 1 },
    ],
    'post /api/sensors': [0, body.sensor('G-2')],
    'post /api/readings': [
      0,
      { townId: town.id, rows: [{ sensor: 'G-1', at: '2026-01-01T00:00:00Z', value: 1 }] },
    ],
    'put /api/controls/{id}': [town.hazards[0], { responsible: '赵', version: 0 }],
    'post /api/control-rules': [
      0,
      {
        townId: town.id,
        edition: 1,
        rules: [1, 2, 3, 4].map(level => ({ level, controller: 'town', inspectDays: 30 })),
      },
    ],
    'post /api/inspections': [0, { hazardId: town.hazards[0] }],
    'post /api/warnings': [0, body.warning()],
    'put /api/warnings/{id}': [
      made.warning.id,
      { kind: '暴雨', level: 'red', title: '暴雨红色预警', until: '2999-01-01T00:00:00Z', version: 1 },
    ],
    'post /api/warnings/{id}/lift': [made.warning.id, version],
    'post /api/identification/runs': [0, { townId: town.id }],
    'post /api/proposals/{id}/confirm': [made.proposal.id, version],
    'post /api/proposals/{id}/reject': [made.proposal.id, { reason: '不符', version: 1 }],
    'post /api/proposals/{id}/undo': [made.proposal.id, version],
    'post /api/risk/settings/preview': [`?town=${town.id}`, {}],
    'post /api/risk/methods/{id}/preview': [1, { townId: town.id, revision: 1 }],
    'post /api/risk/methods/{id}/revisions': [1, { revision: 1, note: '换版' }],
    'post /api/shelters/{id}/open': [town.shelters[0], version],
    'post /api/shelters/{id}/close': [town.shelters[0], version],
    'post /api/incidents': [0, body.incident()],
    'patch /api/incidents/{id}': [made.incident.id, { title: '改', version: 1 }],
    'post /api/incidents/{id}/close': [made.incident.id, version],
    'post /api/incidents/{id}/grade': [made.incident.id, { ...version, grade: 'major', reason: '研判' }],
    'post /api/incidents/{id}/runs': [made.incident.id, { planId: made.plan.id, level: 'IV' }],
    'post /api/incidents/{id}/orders': [made.incident.id, { responderIds: [town.responders.fire2] }],
    'post /api/incidents/{id}/recommendation': [
      made.incident.id,
      { needs: [{ kind: 'team', skill: 'fire', count: 1 }] },
    ],
    'post /api/plans': [0, { townId: town.id, document: { ...made.document, code: 'matrix-2' } }],
    'put /api/plans/{id}': [made.plan.id, { document: made.document, version: 1 }],
    'post /api/plans/{id}/publish': [made.plan.id, version],
    'post /api/runs/{id}/escalate': [made.run.id, { level: 'III', version: 1 }],
    'post /api/runs/{id}/end': [made.run.id, version],
    'post /api/runs/{id}/nodes/{nodeId}': [made.run.id, { state: 'done', version: 0 }],
    'post /api/positions': [0, { responderId: town.responders.fire1, lngLat: town.center }],
    'post /api/closures': [0, body.closure()],
    'post /api/closures/{id}/lift': [made.closure.id, version],
    'post /api/zones': [0, body.zone()],
    'post /api/zones/{id}/lift': [made.zone.id, version],
    'post /api/members': [0, { townId: town.id, name: '李明' }],
    'patch /api/members/{id}': [made.member.id, { unit: '派出所', version: 1 }],
    'post /api/members/{id}/postings': [made.member.id, body.posting()],
    'patch /api/postings/{id}': [made.posting?.id, { role: 'police', version: 1 }],
    'post /api/member-sheets': [
      0,
      { townId: town.id, fileName: '任职.csv', bytes: Buffer.from('姓名,网格,角色').toString('base64') },
    ],
    'put /api/grid-codes': [0, { townId: town.id, levelDigits: 1, serialDigits: 4 }],
    'post /api/grid-codes': [
      0,
      { townId: town.id, changes: [{ id: town.grids[0], version: 1, code: 'matrix-1' }] },
    ],
    'post /api/grid-partitions': [
      0,
      { townId: town.id, faces: town.grids.slice(0, 2), kind: 'partition', measure: 'area', count: 2 },
    ],
    'post /api/drills': [0, { townId: town.id, name: '矩阵二' }],
    'post /api/drills/{id}/clock': [made.drill.id, { action: 'pause', version: 1 }],
  }
}

test('nothing is changed by one who may only look, nor by anybody of another town', async () => {
  const made = await busy()
  const other = await testTown(sql)
  const table = rows(made)
  const writes = operations().filter(
    ([method, path]) => method !== 'get' && !isOpen(method.toUpperCase(), path),
  )
  const named = writes.map(([method, path]) => `${method} ${path}`).filter(name => !own.has(name))
  expect(Object.keys(table).sort()).toEqual(named.sort())
  const actors = {
    viewer: town.people.viewer,
    ...Object.fromEntries(Object.values(other.people).map(person => [`foreign ${person.title}`, person])),
  }
  const allowed: string[] = []
  for (const [who, person] of Object.entries(actors)) {
    const cookie = await cookieOf(sql, person)
    for (const [operation, [id, input]] of Object.entries(table)) {
      const [method = '', path = ''] = operation.split(' ')
      const headers = { cookie, 'content-type': 'application/json' }
      // A noun without an id is asked for by its town.
      const asked = path.includes('{id}') || id === 0 ? path.replace('{id}', String(id)) : `${path}${id}`
      const answer = await app.request(asked.replace('{nodeId}', 'send'), {
        method: method.toUpperCase(),
        headers,
        ...(input === undefined ? {} : { body: JSON.stringify(input) }),
      })
      if (answer.status !== 403 && answer.status !== 404)
        allowed.push(`${who}: ${operation} ${answer.status}`)
    }
  }
  // To ask for advice dispatches nothing: whoever may look may ask.
  expect(allowed.sort()).toEqual([
    'viewer: post /api/hazards/tables/check 200',
    'viewer: post /api/incidents/{id}/recommendation 200',
    'viewer: post /api/installations/tables/check 200',
    'viewer: post /api/installations/what-if 200',
    'viewer: post /api/threats/impact 200',
    'viewer: post /api/threats/preview 200',
  ])
})

test('nobody reads a foreign town', async () => {
  const made = await busy()
  const cookie = await cookieOf(sql, (await testTown(sql)).people.commander)
  const ids: Record<string, unknown> = {
    grids: town.grids[0],
    'grid-drafts': made.draft.id,
    hazards: town.hazards[0],
    'boundary-imports': made.boundary.id,
    targets: made.target?.id,
    responders: town.responders.fire1,
    supplies: town.supplies[0],
    shelters: town.shelters[0],
    incidents: made.incident.id,
    installations: made.unit.id,
    dangers: made.danger.id,
    sensors: made.sensor.id,
    controls: town.hazards[0],
    plans: made.plan.id,
    runs: made.run.id,
    orders: made.order.id,
    closures: made.closure.id,
    zones: made.zone.id,
    drills: made.drill.id,
    threats: made.threat.id,
    risk: town.cells[0],
  }
  const open: string[] = []
  for (const [method, path, operation] of operations()) {
    if (method !== 'get' || !path.startsWith('/api/')) continue
    const id = ids[path.split('/')[2] ?? '']
    const asksTown = operation.parameters.some(each => each.name === 'town' && each.in === 'query')
    if (!(path.includes('{id}') || asksTown) || path === '/api/session') continue
    const query = asksTown ? `?town=${town.id}&q=a&ordinal=1&ordinals=1&chunk=0&lng=1&lat=1&region=1` : ''
    const answer = await app.request(`${path.replace('{id}', String(id))}${query}`, { headers: { cookie } })
    // A list over all of one's towns leaves a foreign one out.
    if (answer.status < 400 && (await answer.text()) !== '[]') open.push(`${path} ${answer.status}`)
  }
  expect(open).toEqual([])
})
