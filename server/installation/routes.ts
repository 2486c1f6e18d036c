import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { TableText } from '../sheet/table.ts'
import { checkTable } from './check-table.ts'
import { consider, WhatIf } from './consider.ts'
import { correct, InstallationCorrection } from './correct.ts'
import { FilingInput, file } from './file.ts'
import { findExposure, findInstallation, findInstallations, findRecords, InstallationQuery } from './find.ts'
import { importInventories, TableStored } from './import-inventories.ts'
import {
  Considered,
  Exposure,
  Installation,
  InstallationRecord,
  SubstanceFound,
  TableRead,
} from './installation.ts'
import { NewInstallation, register } from './register.ts'
import { Retirement, retire } from './retire.ts'
import { searchSubstances } from './rules/search.ts'
import { hazardClassTable, Tables } from './rules/tables.ts'
import { InventoryInput, setInventory } from './set-inventory.ts'
import { PeopleStated, statePeople } from './state-people.ts'

const id = takes('param', IdParam)
const one = gives(Installation, '重大危险源单元 / One installation')
const SubstanceQuery = z.object({
  q: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(85).default(20),
})

export const installationRoutes = new Hono<Served>()
  .get(
    '/substances',
    takes('query', SubstanceQuery),
    gives(z.array(SubstanceFound), '表 1 物质检索 / Substances of table 1'),
    c => {
      const { q, limit } = c.req.valid('query')
      return c.json(searchSubstances(q, limit))
    },
  )
  .get('/substances/tables', gives(Tables, '表 2 至表 6 / Tables 2 to 6'), c => c.json(hazardClassTable))
  .get(
    '/installations',
    takes('query', InstallationQuery),
    gives(z.array(Installation), '重大危险源单元 / Installations'),
    async c => c.json(await findInstallations(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/installations',
    takes('json', NewInstallation),
    gives(Installation, '登记单元 / Register an installation', 201),
    async c => c.json(await register(c.var.context, c.req.valid('json')), 201),
  )
  .post(
    '/installations/what-if',
    takes('json', WhatIf),
    gives(Considered, '推演，不保存 / What if; stores nothing'),
    async c => c.json(await consider(c.var.context, c.req.valid('json'))),
  )
  .post(
    '/installations/tables',
    takes('json', TableText),
    gives(TableStored, '导入物料清单 / Import inventories'),
    async c => c.json(await importInventories(c.var.context, c.req.valid('json'))),
  )
  .post(
    '/installations/tables/check',
    takes('json', TableText),
    gives(TableRead, '检查物料清单，不保存 / Check a table; stores nothing'),
    async c => c.json(await checkTable(c.var.context, c.req.valid('json'))),
  )
  .get('/installations/:id', id, one, async c =>
    c.json(await findInstallation(c.var.context, c.req.valid('param').id)),
  )
  .put('/installations/:id', id, takes('json', InstallationCorrection), one, async c =>
    c.json(await correct(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get('/installations/:id/exposure', id, gives(Exposure, '周边 500 米人口 / People within 500 m'), async c =>
    c.json(await findExposure(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/installations/:id/records',
    id,
    gives(z.array(InstallationRecord), '历次辨识分级 / Earlier results, newest first'),
    async c => c.json(await findRecords(c.var.context, c.req.valid('param').id)),
  )
  .post('/installations/:id/inventory', id, takes('json', InventoryInput), one, async c =>
    c.json(await setInventory(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/installations/:id/people', id, takes('json', PeopleStated), one, async c =>
    c.json(await statePeople(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/installations/:id/filing', id, takes('json', FilingInput), one, async c =>
    c.json(await file(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/installations/:id/retire', id, takes('json', Retirement), one, async c =>
    c.json(await retire(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
