import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

export const componentKind = closedSet({
  'web-application': '应用',
  database: '数据库',
  middleware: '中间件',
  host: '主机',
  certificate: '证书',
  'backup-set': '备份集',
  'account-interface': '账号维护接口',
  'content-interface': '内容维护接口',
  'data-interface': '数据维护接口',
})
export type ComponentKind = Member<typeof componentKind>

export const criticality = closedSet({ core: '核心', normal: '一般', auxiliary: '辅助' })
export type Criticality = Member<typeof criticality>

/** What is known of a component right now, in the order in which one hides the next. */
export const componentState = closedSet({
  retired: '已退役',
  unconnected: '未登记连接',
  outage: '中断中',
  failed: '连不上',
  untried: '未试连',
  reachable: '可连接',
})
export type ComponentState = Member<typeof componentState>

const componentId = z.object({ componentId: z.uuid() })
const seen = z.object({ version: z.int().min(1) })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)

const componentFacts = z.object({
  kind: componentKind.schema,
  title: z.string().trim().min(2, '请填写名称').max(100),
  criticality: criticality.schema.default('normal'),
  note: z.string().trim().max(1_000).default(''),
})

const limits = z
  .strictObject({ connectTimeoutMs: z.int().min(100).max(60_000), questionTimeoutMs: z.int().min(100).max(120_000), budgetMs: z.int().min(1_000).max(600_000), maxAnswerBytes: z.int().min(1_024).max(64 * 1024 * 1024), doorsPerTarget: z.int().min(1).max(32) })
  .partial()

export const componentSummary = z.object({
  componentId: z.string(),
  subsystem: z.string(),
  kind: z.string(),
  name: z.string(),
  title: z.string(),
  criticality: z.string(),
  note: z.string(),
  isRetired: z.boolean(),
  version: z.number(),
  connector: z.string().nullable(),
  state: componentState.schema,
  stateNote: z.string(),
  stateAt: instantField.nullable(),
  readOnly: z.boolean().nullable(),
})
export type ComponentSummary = z.output<typeof componentSummary>

const subsystemView = z.object({ subsystem: z.string(), code: z.string(), title: z.string(), url: z.string().nullable(), components: z.array(componentSummary) })

export const componentDetail = componentSummary.extend({
  subsystemTitle: z.string(),
  registeredAt: instantField,
  connection: z
    .object({
      version: z.number(),
      connector: z.string(),
      connectorTitle: z.string(),
      settings: z.unknown(),
      limits: z.unknown(),
      addresses: z.array(z.string()),
      /** Null when none is stored. The secrets themselves have no field here, and so no way out. */
      secretsChangedAt: instantField.nullable(),
      changedAt: instantField,
      changedByName: z.string().nullable(),
      canProveReadOnly: z.boolean(),
      tried: z.object({ at: instantField, isReached: z.boolean(), outcome: z.string(), note: z.string(), identity: z.string().nullable() }).nullable(),
      readOnly: z.object({ at: instantField, isReadOnly: z.boolean(), lines: z.array(z.string()) }).nullable(),
    })
    .nullable(),
})
export type ComponentDetail = z.output<typeof componentDetail>

const connectorView = z.object({
  kind: z.string(),
  title: z.string(),
  abilities: z.array(z.string()),
  /** JSON schemas of what is filled in. */
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.unknown()),
})
export type ConnectorView = z.output<typeof connectorView>

export const systemsApi = defineApi({
  prefix: '/api/systems',
  title: '被管系统',
  endpoints: {
    listSubsystems: {
      method: 'GET', path: '/subsystems', summary: '查询子系统及其部件', permission: 'system:read', audit: 'none', response: z.object({ items: z.array(subsystemView) }),
      sheet: sheetOf('被管系统', componentSummary, {
        subsystem: ['子系统', subsystemTitle], title: '部件', kind: ['类别', componentKind.titles], name: '代号', criticality: ['重要程度', criticality.titles], connector: '连接器', state: ['最近状态', componentState.titles], stateNote: '说明', stateAt: '时间', readOnly: '账户只读', isRetired: '已退役', note: '备注',
      }, ({ items }: { items: Array<z.output<typeof subsystemView>> }) => items.flatMap(({ components }) => components)),
    },
    listConnectors: { method: 'GET', path: '/connectors', summary: '连接器及其填写项', permission: 'system:read', audit: 'none', response: z.object({ items: z.array(connectorView) }) },
    getComponent: { method: 'GET', path: '/components/:componentId', summary: '查看部件', permission: 'system:read', audit: 'none', params: componentId, response: componentDetail },
    createComponent: {
      method: 'POST', path: '/components', summary: '登记部件', permission: 'system:register', audit: 'component.registered',
      body: componentFacts.extend({ subsystem: z.string().min(1, '请选择子系统'), name: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/, '代号须为 2–63 个小写字母、数字与连字符，字母开头') }),
      response: z.object({ componentId: z.string() }),
    },
    editComponent: { method: 'PATCH', path: '/components/:componentId', summary: '修改部件', permission: 'system:register', audit: 'component.changed', params: componentId, body: componentFacts.extend(seen.shape) },
    retireComponent: { method: 'POST', path: '/components/:componentId/retire', summary: '部件退役', permission: 'system:register', audit: 'component.retired', params: componentId, body: seen.extend({ reason }) },
    restoreComponent: { method: 'POST', path: '/components/:componentId/restore', summary: '恢复退役的部件', permission: 'system:register', audit: 'component.restored', params: componentId, body: seen.extend({ reason }) },
    setConnection: {
      method: 'PUT', path: '/components/:componentId/connection', summary: '登记连接方式；凭据只写不读，不填则保留原有', permission: 'system:connect', audit: 'connection.changed', params: componentId,
      body: z.object({ version: z.int().min(0), connector: z.string().min(1, '请选择连接器'), settings: z.record(z.string(), z.unknown()), secrets: z.record(z.string(), z.unknown()).optional(), limits: limits.optional() }),
    },
    tryConnection: { method: 'POST', path: '/components/:componentId/try', summary: '试连一次', permission: 'system:connect', audit: 'connection.tried', params: componentId, response: z.object({ isReached: z.boolean(), outcome: z.string(), note: z.string(), identity: z.string().nullable() }) },
    proveReadOnly: { method: 'POST', path: '/components/:componentId/prove-read-only', summary: '证明账户只读', permission: 'system:connect', audit: 'connection.proven', params: componentId, response: z.object({ isReadOnly: z.boolean(), lines: z.array(z.string()) }) },
    listAddresses: { method: 'GET', path: '/addresses', summary: '允许连接的地址', permission: 'system:read', audit: 'none', response: z.object({ items: z.array(z.object({ entry: z.string(), reason: z.string(), addedAt: instantField, addedByName: z.string().nullable() })) }) },
    allowAddress: {
      method: 'POST', path: '/addresses', summary: '把地址加入允许清单', permission: 'allow-list:manage', audit: 'address.allowed',
      body: z.object({ entry: z.string().trim().min(1, '请填写地址').max(300), reason, isPublicConfirmed: z.boolean().default(false) }),
    },
    removeAddress: { method: 'POST', path: '/addresses/remove', summary: '把地址移出允许清单', permission: 'allow-list:manage', audit: 'address.removed', body: z.object({ entry: z.string().min(1), reason }) },
  },
})
