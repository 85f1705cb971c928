import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'
import { issueKind } from '#shared/catalogue/catalogue-issues.ts'
import { contentForms, sensitivityClass, sensitivityLevel } from '#shared/catalogue/propose-classes.ts'
import { catalogueTable } from '#shared/catalogue/catalogue.ts'

export { issueKind, sensitivityClass, sensitivityLevel }

/** Classes whose values have a form that a sample can be held against. */
export const hasForm = (of: string): boolean => Object.hasOwn(contentForms, of)

/** Of the newest 盘点文档 of a database against what the database is now. */
export const documentState = closedSet({ none: '未编制', draft: '待确认', accepted: '已确认', stale: '已过期' })
export type DocumentState = Member<typeof documentState>
export const decisionState = closedSet({ proposed: '待确认', confirmed: '已确认', rejected: '已否定' })

const componentId = z.object({ componentId: z.uuid() })
const ofComponent = listQuery.extend({ componentId: z.uuid().optional(), subsystem: z.string().optional() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(500)

const coverage = z.object({ tables: z.number(), tablesDescribed: z.number(), columns: z.number(), columnsDescribed: z.number(), views: z.number(), indexes: z.number(), foreignKeys: z.number(), tablesWithKey: z.number(), bytes: z.number(), rows: z.number() })

export const inventoryView = z.object({
  componentId: z.string(),
  subsystem: z.string(),
  title: z.string(),
  versionNumber: z.number().nullable(),
  catalogueHash: z.string().nullable(),
  changedAt: instantField.nullable(),
  scannedAt: instantField.nullable(),
  failure: z.string().nullable(),
  coverage: coverage.nullable(),
  openDrift: z.number(),
  issues: z.number(),
  toConfirm: z.number(),
  document: z.object({ inventoryDocumentId: z.string(), number: z.string(), version: z.number(), madeAt: instantField, acceptedAt: instantField.nullable(), acceptedByName: z.string().nullable() }).nullable(),
  documentState: documentState.schema,
})
export type InventoryView = z.output<typeof inventoryView>

export const entryView = z.object({
  componentId: z.string(), subsystem: z.string(), schemaName: z.string(), tableName: z.string(), columnName: z.string().nullable(), dataType: z.string().nullable(), isNullable: z.boolean().nullable(), isKey: z.boolean(), refersTo: z.string().nullable(),
  comment: z.string().nullable(), drafted: z.string().nullable(), orderId: z.string().nullable(), orderNumber: z.string().nullable(), orderState: z.string().nullable(), inDatabaseAt: instantField.nullable(), rowCount: z.number().nullable(), bytes: z.number().nullable(), columns: z.number().nullable(), columnsDescribed: z.number().nullable(),
})
export type EntryView = z.output<typeof entryView>

const issueView = z.object({ kind: z.string(), schema: z.string(), table: z.string(), name: z.string().nullable(), words: z.string(), advice: z.string() })
export type IssueView = z.output<typeof issueView>
export const componentIssue = issueView.extend({ componentId: z.string(), subsystem: z.string() })

export const relationView = z.object({ inferredRelationId: z.string(), componentId: z.string(), subsystem: z.string(), schemaName: z.string(), tableName: z.string(), columnName: z.string(), toSchema: z.string(), toTable: z.string(), toColumn: z.string(), confidence: z.number(), reasons: z.array(z.string()), sampled: z.number().nullable(), contained: z.number().nullable(), sampledAt: instantField.nullable(), state: decisionState.schema, note: z.string(), decidedAt: instantField.nullable(), decidedByName: z.string().nullable() })
export type RelationView = z.output<typeof relationView>

export const classView = z.object({ columnClassId: z.string(), componentId: z.string(), subsystem: z.string(), schemaName: z.string(), tableName: z.string(), columnName: z.string(), class: z.string(), level: z.string(), confidence: z.number(), reason: z.string(), state: decisionState.schema, decidedAt: instantField.nullable(), decidedByName: z.string().nullable() })
export type ClassView = z.output<typeof classView>

export const changeView = z.object({ key: z.string(), kind: z.string(), object: z.string(), words: z.string(), ddl: z.string() })
export type ChangeView = z.output<typeof changeView>
export const driftView = changeView.extend({ cover: z.object({ orderNumber: z.string(), reason: z.string(), coveredAt: instantField, coveredByName: z.string() }).nullable() })
export type DriftView = z.output<typeof driftView>

export const versionView = z.object({ catalogueVersionId: z.string(), componentId: z.string(), subsystem: z.string(), number: z.number(), catalogueHash: z.string(), changeCount: z.number(), takenAt: instantField, isApproved: z.boolean(), days: z.number() })
export type VersionView = z.output<typeof versionView>

export const documentView = z.object({ inventoryDocumentId: z.string(), componentId: z.string(), subsystem: z.string(), number: z.string(), version: z.number(), catalogueHash: z.string(), madeAt: instantField, acceptedAt: instantField.nullable(), acceptedByName: z.string().nullable(), state: documentState.schema })
export type DocumentView = z.output<typeof documentView>

const mapTable = z.object({ id: z.number(), schema: z.string(), name: z.string(), comment: z.string().nullable(), columns: z.array(z.object({ name: z.string(), type: z.string(), isKey: z.boolean(), refers: z.boolean() })), rows: z.number().nullable() })
export type MapTable = z.output<typeof mapTable>
const mapEdge = z.object({ from: z.number(), to: z.number(), column: z.string(), toColumn: z.string(), isInferred: z.boolean() })
export type MapEdge = z.output<typeof mapEdge>

const descriptionLine = z.object({ schema: z.string().max(200), table: z.string().min(1).max(200), column: z.string().max(200).default(''), text: z.string().trim().max(2_000) })
const format = z.enum(['docx', 'pdf', 'xlsx', 'md', 'dbml', 'json'])

export const dataInventoryApi = defineApi({
  prefix: '/api/data-inventory',
  title: '数据盘点',
  endpoints: {
    listInventories: { method: 'GET', path: '/inventories', summary: '各数据库的盘点情况', permission: 'inventory:read', audit: 'none', response: z.object({ items: z.array(inventoryView) }) },
    scanNow: { method: 'POST', path: '/inventories/:componentId/scan', summary: '现在读取结构', permission: 'inventory:scan', audit: 'inventory.scanned', params: componentId, response: z.object({ versionNumber: z.number(), isNew: z.boolean(), changes: z.number(), openDrift: z.number() }) },
    listTables: {
      method: 'GET', path: '/tables', summary: '表清单：按表名、说明、字段名、字段说明检索', permission: 'inventory:read', audit: 'none', query: ofComponent.extend({ gap: z.enum(['any-description', 'key']).optional() }), response: listOf(entryView),
      sheet: sheetOf('表', entryView, { subsystem: ['子系统', subsystemTitle], schemaName: '模式', tableName: '表', comment: '说明', drafted: '拟定的说明', columns: '字段', columnsDescribed: '有说明的字段', rowCount: '行数（估计）', bytes: '字节' }),
    },
    listEntries: {
      method: 'GET', path: '/entries', summary: '表与字段的说明', permission: 'inventory:read', audit: 'none', query: ofComponent.extend({ gap: z.enum(['missing', 'drafted', 'ordered', 'written']).optional(), table: z.string().max(200).optional() }), response: listOf(entryView),
      sheet: sheetOf('字段说明', entryView, { subsystem: ['子系统', subsystemTitle], schemaName: '模式', tableName: '表', columnName: '字段', comment: '说明', drafted: '拟定的说明', dataType: '类型', refersTo: '引用' }),
    },
    getTable: { method: 'GET', path: '/inventories/:componentId/table', summary: '一张表的全部结构', permission: 'inventory:read', audit: 'none', params: componentId, query: z.object({ schema: z.string(), table: z.string() }), response: z.object({ table: catalogueTable, issues: z.array(issueView), classes: z.array(classView), relations: z.array(relationView), referencedBy: z.array(z.object({ schema: z.string(), table: z.string(), columns: z.array(z.string()) })) }) },
    getMap: { method: 'GET', path: '/inventories/:componentId/map', summary: '关系图的表与关系', permission: 'inventory:read', audit: 'none', params: componentId, response: z.object({ title: z.string(), tables: z.array(mapTable), edges: z.array(mapEdge) }) },
    listIssues: { method: 'GET', path: '/issues', summary: '盘点问题与建议', permission: 'inventory:read', audit: 'none', query: ofComponent.extend({ kind: z.string().optional() }), response: listOf(componentIssue), sheet: sheetOf('盘点问题', componentIssue, { subsystem: ['子系统', subsystemTitle], kind: ['问题', issueKind.titles], schema: '模式', table: '表', name: '名称', words: '说明', advice: '建议' }) },
    listVersions: { method: 'GET', path: '/versions', summary: '目录版本', permission: 'inventory:read', audit: 'none', query: ofComponent, response: listOf(versionView), sheet: sheetOf('目录版本', versionView, { subsystem: ['子系统', subsystemTitle], number: '版本', catalogueHash: '目录摘要', changeCount: '差异', takenAt: '时间', days: '快照天数' }) },
    compareVersions: { method: 'GET', path: '/versions/compare', summary: '比较两个目录版本', permission: 'inventory:read', audit: 'none', query: z.object({ before: z.uuid(), after: z.uuid() }), response: z.object({ changes: z.array(changeView), script: z.string() }) },
    listDrift: { method: 'GET', path: '/inventories/:componentId/drift', summary: '自上次全部有依据以来的结构差异', permission: 'inventory:read', audit: 'none', params: componentId, response: z.object({ since: z.object({ number: z.number(), takenAt: instantField }).nullable(), items: z.array(driftView) }) },
    coverDrift: { method: 'POST', path: '/inventories/:componentId/drift/cover', summary: '指明结构差异的批准依据', permission: 'inventory:decide', audit: 'inventory-drift.covered', params: componentId, body: z.object({ keys: z.array(z.string().max(80)).min(1, '请选择差异').max(500), orderNumber: z.string().trim().min(1, '请填写单号').max(40), reason }), response: z.object({ covered: z.number(), openDrift: z.number() }) },
    listDocuments: { method: 'GET', path: '/documents', summary: '盘点文档', permission: 'inventory:read', audit: 'none', query: ofComponent, response: listOf(documentView), sheet: sheetOf('盘点文档', documentView, { subsystem: ['子系统', subsystemTitle], number: '编号', version: '版本', madeAt: '编制', acceptedAt: '确认', acceptedByName: '确认人', state: ['状态', documentState.titles], catalogueHash: '目录摘要' }) },
    makeDocument: { method: 'POST', path: '/inventories/:componentId/documents', summary: '按最近的结构编制盘点文档', permission: 'inventory:scan', audit: 'inventory-document.made', params: componentId, response: z.object({ inventoryDocumentId: z.string(), number: z.string(), version: z.number() }) },
    acceptDocument: { method: 'POST', path: '/documents/:inventoryDocumentId/accept', summary: '确认盘点文档', permission: 'inventory:decide', audit: 'inventory-document.accepted', params: z.object({ inventoryDocumentId: z.uuid() }) },
    getDocument: { method: 'GET', path: '/documents/:inventoryDocumentId/file', summary: '下载盘点文档', permission: 'inventory:read', audit: 'inventory-document.downloaded', answer: 'file', params: z.object({ inventoryDocumentId: z.uuid() }), query: z.object({ format: format.default('docx') }) },
    listRelations: { method: 'GET', path: '/relations', summary: '推断的数据关系', permission: 'inventory:read', audit: 'none', query: ofComponent.extend({ state: z.string().optional() }), response: listOf(relationView), sheet: sheetOf('推断关系', relationView, { subsystem: ['子系统', subsystemTitle], tableName: '表', columnName: '字段', toTable: '引用的表', toColumn: '引用的字段', confidence: '把握', reasons: ['理由', (reasons) => reasons.join('、')], sampled: '抽样', contained: '存在', state: ['状态', decisionState.titles], decidedByName: '确认人' }) },
    sampleRelation: { method: 'POST', path: '/relations/:inferredRelationId/sample', summary: '按取值抽样核对一个推断关系', permission: 'inventory:scan', audit: 'inventory-relation.sampled', params: z.object({ inferredRelationId: z.uuid() }), response: z.object({ sampled: z.number(), contained: z.number(), confidence: z.number() }) },
    decideRelation: { method: 'POST', path: '/relations/:inferredRelationId/decide', summary: '确认或否定推断关系', permission: 'inventory:decide', audit: 'inventory-relation.decided', params: z.object({ inferredRelationId: z.uuid() }), body: z.object({ state: z.enum(['confirmed', 'rejected']), note: z.string().trim().max(500).default('') }) },
    listClasses: { method: 'GET', path: '/classes', summary: '字段分类分级', permission: 'inventory:read', audit: 'none', query: ofComponent.extend({ state: z.string().optional(), class: z.string().optional() }), response: listOf(classView), sheet: sheetOf('分类分级', classView, { subsystem: ['子系统', subsystemTitle], schemaName: '模式', tableName: '表', columnName: '字段', class: ['分类', sensitivityClass.titles], level: ['分级', sensitivityLevel.titles], confidence: '把握', reason: '依据', state: ['状态', decisionState.titles], decidedByName: '确认人' }) },
    sampleClass: { method: 'POST', path: '/classes/:columnClassId/sample', summary: '按取值的格式抽样核对一个字段分类', permission: 'inventory:scan', audit: 'inventory-class.sampled', params: z.object({ columnClassId: z.uuid() }), response: z.object({ sampled: z.number(), matching: z.number(), confidence: z.number() }) },
    decideClasses: { method: 'POST', path: '/classes/decide', summary: '确认或否定字段的分类分级', permission: 'inventory:decide', audit: 'inventory-class.decided', body: z.object({ columnClassIds: z.array(z.uuid()).min(1, '请选择字段').max(500), state: z.enum(['confirmed', 'rejected']), class: sensitivityClass.schema.optional(), level: sensitivityLevel.schema.optional() }), response: z.object({ decided: z.number() }) },
    writeDescriptions: { method: 'PUT', path: '/inventories/:componentId/descriptions', summary: '拟定说明，可一次多条；空文字撤下', permission: 'inventory:describe', audit: 'inventory-description.written', params: componentId, body: z.object({ items: z.array(descriptionLine).min(1).max(2_000) }), response: z.object({ written: z.number(), withdrawn: z.number() }) },
    exportDictionary: { method: 'GET', path: '/inventories/:componentId/dictionary', summary: '下载数据字典（Excel），填好说明后可导回', permission: 'inventory:read', audit: 'inventory-dictionary.exported', answer: 'file', params: componentId },
    importDictionary: { method: 'POST', path: '/inventories/:componentId/dictionary', summary: '从数据字典导入说明：全部写入，或列出所有有问题的行', permission: 'inventory:describe', audit: 'inventory-dictionary.imported', accepts: 'upload', params: componentId, response: z.object({ written: z.number(), withdrawn: z.number() }) },
    handOverDescriptions: { method: 'POST', path: '/inventories/:componentId/hand-over', summary: '把拟定的说明交由数据维护执行：开一张说明写入单', permission: 'inventory:describe', audit: 'inventory-description.handed-over', params: componentId, body: z.object({ requestId: z.uuid(), reason }), response: z.object({ requestId: z.string(), number: z.string(), comments: z.int(), left: z.int() }) },
    prepareComments: { method: 'GET', path: '/inventories/:componentId/comments', summary: '把拟定的说明写成 COMMENT 语句，供管理员自行执行', permission: 'inventory:read', audit: 'none', params: componentId, response: z.object({ componentId: z.string(), engine: z.string(), catalogueHash: z.string(), statements: z.array(z.string()) }) },
  },
})
