import { sql, type RawBuilder } from 'kysely'
import type { Permission } from '#shared/define-api.ts'
import { contentKind } from '#shared/maintenance/maintained-content.ts'
import type { RowList } from '#subsystems/casework/rows/row-list.ts'

const kindTitle = `case v.kind ${Object.entries(contentKind.titles).map(([kind, title]) => `when '${kind}' then '${title}'`).join(' ')} end`

const versionFields: RowList['fields'] = {
  contentVersionId: 'v.content_version_id', kind: 'v.kind', kindTitle, code: 'v.code', version: 'v.version', title: 'v.title', body: 'v.body', validFrom: 'v.valid_from', validTo: 'v.valid_to',
  orderNo: 'v.order_no', publisher: 'v.publisher', publishedAt: 'v.published_at', withdrawnAt: 'v.withdrawn_at', withdrawReason: 'v.withdraw_reason', changeNo: 'v.change_no',
}

/** What puts a version in force on a day: the one rule, for every list and both channels. */
export function inForceOn(day: string): RawBuilder<boolean> {
  return sql<boolean>`v.withdrawn_at is null and v.valid_from <= ${day}::date and (v.valid_to is null or v.valid_to >= ${day}::date)`
}

/** Every version; narrowed to what is in force when a day is given. */
export function contentList(permission: Permission, day?: string): RowList {
  return {
    permission, from: 'enforcement.content_version v', ...(day === undefined ? {} : { where: inForceOn(day) }),
    fields: versionFields, key: 'contentVersionId', searched: ['code', 'title'], sort: 'code',
  }
}

/** The steps of every benchmark in force on a day. */
export function benchmarkSteps(day: string): RowList {
  return {
    permission: 'discretion:read', from: 'enforcement.benchmark_step v', where: inForceOn(day),
    fields: { benchmarkId: 'v.content_version_id * 1000 + v.position', contentVersionId: 'v.content_version_id', powerCode: 'v.power_code', powerName: 'v.power_name', version: 'v.version', validFrom: 'v.valid_from', validTo: 'v.valid_to', basisPenalty: 'v.basis_penalty', code: 'v.code', condition: 'v.condition', measure: 'v.measure', minAmount: 'v.min_amount::text', maxAmount: 'v.max_amount::text', unit: 'v.unit' },
    key: 'benchmarkId', searched: ['powerName', 'code'], sort: 'code',
  }
}
