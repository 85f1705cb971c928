import { z } from 'zod'
import { closedSet } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { subsystemTitle } from '#shared/subsystems.ts'

export const runState = closedSet({ running: '进行中', done: '成功', failed: '失败', unchecked: '未检' })
export const checkState = closedSet({ passed: '通过', failed: '不通过', unchecked: '未检' })
export const levelTitles = Object.freeze(['未检查', '在位', '可读', '可恢复', '已演练'] as const)
export const contentTitles: Readonly<Record<string, string>> = Object.freeze({ 'postgres-custom': 'PostgreSQL', sql: 'MySQL/MariaDB', files: '文件', keys: '密钥', 'postgres-physical': 'PostgreSQL 物理备份' })
export const setKind = closedSet({ full: '全量', diff: '差异', incr: '增量' })

/** A day, and the time that a failed one may take to be mended. */
export const maxAgeHours = 30

/** The centre's own name stands beside those of the subsystems. */
export const ownerTitle = (subsystem: string) => (subsystem === 'centre' ? '运维中心' : subsystem === 'all' ? '全部' : subsystemTitle(subsystem))

const archiveId = z.object({ archiveId: z.uuid() })
const reason = z.string().trim().min(4, '请写明理由，至少四个字').max(1_000)
const latest = z.object({ archiveId: z.string(), snapshotAt: instantField, bytes: z.number(), level: z.number() })

export const sourceView = z.object({
  source: z.string(), title: z.string(), subsystem: z.string(), content: z.string(),
  lastRun: z.object({ runId: z.string(), number: z.string(), state: z.string(), startedAt: instantField, problem: z.string(), rawBytes: z.number() }).nullable(),
  latest: latest.nullable(),
  /** Hours since the instant of the newest archive that was read back; null where there is none. */
  ageHours: z.number().nullable(),
  /** No readable backup for longer than `maxAgeHours`; one just registered is not overdue yet. */
  isOverdue: z.boolean(),
  lastRestoreAt: instantField.nullable(), rtoSeconds: z.number().nullable(), copies: z.number(),
  /** Bytes of the archives of the last thirty runs, oldest first. */
  sizes: z.array(z.number()),
})
export type SourceView = z.output<typeof sourceView>

export const archiveView = z.object({
  archiveId: z.string(), number: z.string(), source: z.string(), title: z.string(), subsystem: z.string(), content: z.string(), snapshotAt: instantField, endedAt: instantField, seconds: z.number(), bytes: z.number(), rawBytes: z.number(),
  tables: z.number(), rows: z.number(), sm3: z.string(), level: z.number(), hasFailedCheck: z.boolean(), copies: z.number(), isHeld: z.boolean(), removedAt: instantField.nullable(),
})
export type ArchiveView = z.output<typeof archiveView>

export const verificationView = z.object({ level: z.number(), verdict: z.string(), lines: z.array(z.string()), storage: z.string(), startedAt: instantField, endedAt: instantField, rtoSeconds: z.number().nullable(), rpoSeconds: z.number().nullable() })

export const archiveDetail = archiveView.extend({
  engine: z.string(), serverVersion: z.string(), tool: z.string(), storage: z.string(), objectName: z.string(), keyId: z.string(), escrowId: z.string().nullable(), structureSm3: z.string(), policyVersion: z.string().nullable(), log: z.string(),
  tallies: z.array(z.object({ name: z.string(), rows: z.number() })), answers: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
  verifications: z.array(verificationView), copiesAt: z.array(z.object({ target: z.string(), copiedAt: instantField })), hold: z.object({ reason: z.string(), setAt: instantField, setByName: z.string() }).nullable(), removal: z.string().nullable(),
  /** Of a physical backup only: the set of pgBackRest, the full one that it needs, its WAL, and what could not be compared. */
  physical: z.object({ stanza: z.string(), label: z.string(), kind: z.string(), prior: z.string().nullable(), walStart: z.string(), walStop: z.string(), lsnStart: z.string(), lsnStop: z.string(), database: z.string(), moved: z.array(z.string()) }).nullable(),
})
export type ArchiveDetail = z.output<typeof archiveDetail>

export const runView = z.object({ runId: z.string(), number: z.string(), title: z.string(), subsystem: z.string(), state: z.string(), startedAt: instantField, endedAt: instantField.nullable(), rawBytes: z.number(), problem: z.string() })

export const targetKind = closedSet({ sftp: 'SFTP 目录', s3: '对象存储（S3）' })
const targetView = z.object({ remoteTargetId: z.string(), title: z.string(), kind: targetKind.schema, address: z.string(), setAt: instantField, setByName: z.string(), copies: z.number() })

const targetTitle = z.string().trim().min(2).max(60)
const newTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sftp'), title: targetTitle, host: z.string().trim().min(1).max(200), port: z.int().min(1).max(65_535).default(22), username: z.string().trim().min(1).max(100), folder: z.string().trim().min(1).max(300), hostKey: z.string().trim().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, '主机密钥指纹应形如 SHA256:…（在对方机器上执行 ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub）'), password: z.string().max(500).optional(), privateKey: z.string().max(20_000).optional() }),
  z.object({
    kind: z.literal('s3'), title: targetTitle,
    endpoint: z.string().trim().max(300).regex(/^https?:\/\/[^\s/?#@]+\/?$/, '地址应形如 https://主机[:端口]，不带路径；桶名另填').transform((text) => text.replace(/\/$/, '')),
    region: z.string().trim().min(1).max(60).default('us-east-1'), bucket: z.string().trim().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, '桶名为 3 至 63 个小写字母、数字、点或连字符'), addressing: z.enum(['path', 'host']).default('path'),
    folder: z.string().trim().max(300).regex(/^([A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*)?$/, '前缀只用字母、数字、点、横线、下划线与 /，首尾不带 /').default(''), ca: z.string().trim().max(20_000).optional(),
    accessKeyId: z.string().trim().min(1).max(200), secretAccessKey: z.string().min(1).max(500),
  }),
])
const opened = z.object({ workOrderId: z.string(), number: z.string() })

/** Of a target; empty: the requirement names none. */
const hours = z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number('请填写小时数').positive('须大于 0').max(8_760, '至多一年').optional())

export const backupApi = defineApi({
  prefix: '/api/backup',
  title: '数据备份处理',
  endpoints: {
    getOverview: {
      method: 'GET', path: '/overview', summary: '备份概况', permission: 'backup:read', audit: 'none',
      response: z.object({
        sources: z.array(sourceView), freeBytes: z.number().nullable(), usedBytes: z.number(), daysLeft: z.number().nullable(), storage: z.string(),
        retention: z.object({ days: z.number(), weeks: z.number(), months: z.number() }), escrow: z.object({ escrowId: z.string(), madeAt: instantField, madeByName: z.string() }).nullable(), policy: z.object({ version: z.string(), title: z.string(), loadedAt: instantField }).nullable(), targets: z.array(targetView),
      }),
    },
    listArchives: {
      method: 'GET', path: '/archives', summary: '查询备份目录', permission: 'backup:read', audit: 'none', query: listQuery.extend({ subsystem: z.string().optional(), source: z.string().optional(), level: z.coerce.number().int().min(0).max(4).optional(), removed: z.stringbool().optional() }), response: listOf(archiveView),
      sheet: sheetOf('备份目录', archiveView, { number: '编号', title: '备份对象', subsystem: ['子系统', ownerTitle], content: ['类型', (content) => contentTitles[content] ?? content], snapshotAt: '数据时刻', seconds: '用时（秒）', bytes: '归档字节', rawBytes: '压缩前字节', tables: '表', rows: '行', sm3: 'SM3', level: ['已证明', (level) => levelTitles[level] ?? ''], hasFailedCheck: '有检查不通过', copies: '异地副本', isHeld: '留存保全', removedAt: '到期删除' }),
    },
    getArchive: { method: 'GET', path: '/archives/:archiveId', summary: '查看一份备份', permission: 'backup:read', audit: 'none', params: archiveId, response: archiveDetail },
    listRuns: {
      method: 'GET', path: '/runs', summary: '查询备份作业', permission: 'backup:read', audit: 'none', query: listQuery.extend({ subsystem: z.string().optional(), state: runState.schema.optional() }), response: listOf(runView),
      sheet: sheetOf('备份作业', runView, { number: '编号', title: '备份对象', subsystem: ['子系统', ownerTitle], state: ['状态', runState.titles], startedAt: '开始', endedAt: '结束', rawBytes: '导出字节', problem: '原因' }),
    },
    startRun: { method: 'POST', path: '/runs', summary: '立即备份', permission: 'backup:run', audit: 'backup.started', body: z.object({ subsystem: z.string().optional() }), response: opened },
    startCheck: { method: 'POST', path: '/checks', summary: '立即检查备份（1 在位、2 可读、3 恢复、4 演练）', permission: 'backup:run', audit: 'backup.check-started', body: z.object({ level: z.int().min(1).max(4), subsystem: z.string().optional(), archiveId: z.uuid().optional() }), response: opened },
    getOrder: { method: 'GET', path: '/orders/:workOrderId', summary: '查看备份工单的进度与结果', permission: 'backup:read', audit: 'none', params: z.object({ workOrderId: z.uuid() }), response: z.object({ number: z.string(), state: z.string(), result: z.unknown(), running: z.array(z.object({ title: z.string(), rawBytes: z.number() })), note: z.string() }) },
    orderRestore: { method: 'POST', path: '/restores', summary: '申请恢复到新库（批准后执行）', permission: 'backup:restore', audit: 'backup.restore-requested', body: z.object({ archiveId: z.uuid().optional(), subsystem: z.string().optional(), url: z.string().max(500), password: z.string().max(200).optional(), reason }), response: z.object({ requestId: z.string(), number: z.string(), state: z.string(), archive: z.string() }) },
    holdArchive: { method: 'POST', path: '/archives/:archiveId/hold', summary: '设置留存保全', permission: 'backup:hold', audit: 'backup.archive-held', params: archiveId, body: z.object({ reason }) },
    releaseArchive: { method: 'POST', path: '/archives/:archiveId/release', summary: '解除留存保全', permission: 'backup:hold', audit: 'backup.archive-released', params: archiveId, body: z.object({ reason }) },
    makeEscrow: { method: 'POST', path: '/escrow', summary: '生成托管口令（只显示一次）', permission: 'backup:administer', audit: 'backup.escrow-made', response: z.object({ code: z.string(), escrowId: z.string() }) },
    loadPolicy: { method: 'POST', path: '/policies', summary: '载入统一备份要求', permission: 'backup:administer', audit: 'backup.policy-loaded', accepts: 'upload', body: z.object({ version: z.string().trim().min(1).max(60), title: z.string().trim().min(2).max(200), rtoHours: hours, rpoHours: hours }), response: z.object({ policyId: z.string() }) },
    addTarget: {
      method: 'POST', path: '/targets', summary: '登记异地存储（先连通并写读核对）', permission: 'backup:administer', audit: 'backup.target-added',
      body: newTarget,
      response: z.object({ remoteTargetId: z.string() }),
    },
    retireTarget: { method: 'POST', path: '/targets/:remoteTargetId/retire', summary: '停用异地存储', permission: 'backup:administer', audit: 'backup.target-retired', params: z.object({ remoteTargetId: z.uuid() }) },
  },
})
