import type { Block } from '#shared/document-model.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { defineRequestKind, type ApprovalStep, type KindRequest, type RequestKind, type SpineCtx } from '#spine/spine.ts'
import { accessTables } from '../database/access-tables.ts'
import { goOn, openExecution, proofOf, takenEffect, unsettled } from '../adjustments/open-execution.ts'
import { targetsOf } from '../targets/targets.store.ts'
import { accessForm, accessForms, accessIssuer, accessKind, accessTarget, type AccessForm, type AccessFormKind, type AccessLine } from './api.ts'
import { routeToday } from '../rules/rules.store.ts'
import { checkForm } from './check-form.ts'

/** 实时 (M2-01) without a number: a target of our own, said to be none of the contract's (AMB-09). */
export const EXECUTE_TARGET = '执行'
const EXECUTE_MINUTES = 60
/** Lines that a page shows of a long list; the form itself holds all. */
const SHOWN = 50

function accessRequestKind(kind: AccessFormKind): RequestKind {
  const { title, prefix, event } = accessForms[kind]
  return defineRequestKind({
    kind,
    title,
    prefix,
    form: accessForm,
    permissions: { open: 'access-form:open', handle: 'access-form:handle' },
    facts: (draft) => {
      const given = accessForm.pick({ kind: true }).safeParse({ kind: draft['kind'] })
      const lines = Array.isArray(draft['lines']) ? (draft['lines'] as Array<{ account?: unknown }>) : []
      const first = typeof lines[0]?.account === 'string' ? lines[0].account : ''
      return {
        title: `${given.success ? accessKind.titles[given.data.kind] : title}${first === '' ? '' : ` ${first}`}${lines.length > 1 ? ` 等 ${lines.length} 个账号` : ''}${typeof draft['startsOn'] === 'string' ? `（${draft['startsOn']} 起）` : ''}`,
        subsystem: typeof draft['subsystem'] === 'string' && subsystems.has(draft['subsystem']) ? draft['subsystem'] : 'unattributed',
      }
    },
    describe: describeForm,
    check: checkForm,
    approvals: async (ctx, request) => routeOf(ctx, request),
    excluded: async (ctx, request) => peopleBehind(ctx, request.form.lines),
    separatesDuties: true,
    startsClock: 'approved',
    beginsOn: ({ startsOn }) => startsOn,
    targets: () => [{ name: EXECUTE_TARGET, kind: 'wall-minutes', amount: EXECUTE_MINUTES, contractual: false }],
    deliveryTarget: EXECUTE_TARGET,
    acceptance: 'none',
    duty: () => ({ event, due: EXECUTE_TARGET }),
    prove: proofOf,
    print: (form) => printForm(title, form),
    onReady: openExecution,
    onWorkClosed: goOn,
    checkEnding: takenEffect,
    checkDelivery: unsettled,
  })
}

/** Longer routes for higher rights: by what is asked for, not by what the form calls itself. */
async function routeOf(ctx: SpineCtx, { form, subsystem }: KindRequest<AccessForm>): Promise<readonly ApprovalStep[]> {
  const privilege = form.kind === 'privileged' || (await grantsPrivilege(ctx, form)) ? 'privileged' : 'ordinary'
  return (await routeToday(ctx, subsystem, privilege)).map(({ title, roleCode, expiresAfterWorkingDays }) => ({ title, approver: { role: roleCode }, expiresAfterWorkingDays }))
}

async function grantsPrivilege(ctx: SpineCtx, form: AccessForm): Promise<boolean> {
  const granted = [...new Set(form.lines.flatMap(({ grant }) => grant))]
  const componentIds = (await targetsOf(ctx, form.subsystem)).map(({ componentId }) => componentId)
  if (granted.length === 0 || componentIds.length === 0) return form.kind === 'undo'
  const found = await accessTables(ctx).selectFrom('accessAdjustment.liveRole').select('role').where('componentId', 'in', componentIds).where('role', 'in', granted).where('isPrivileged', '=', true).executeTakeFirst()
  return found !== undefined
}

/** Accounts of the same name belong to the same person: who gains by a form does not approve it. */
async function peopleBehind(ctx: SpineCtx, lines: readonly AccessLine[]): Promise<string[]> {
  const names = [...new Set(lines.map(({ account }) => account.toLowerCase()))]
  const rows = await accessTables(ctx).selectFrom('platform.userAccount').select('userId').where((row) => row.fn<string>('lower', ['username']), 'in', names).execute()
  return rows.map(({ userId }) => userId)
}

function describeForm(form: AccessForm) {
  const more = form.lines.length > SHOWN ? [{ label: '其余', value: `另有 ${form.lines.length - SHOWN} 行，见明细` }] : []
  return [
    { label: '子系统', value: subsystems.titles[form.subsystem] },
    { label: '提出', value: `${accessIssuer.titles[form.issuer]} ${form.issuerName}` },
    { label: '公文编号', value: form.documentNo },
    { label: '类别', value: accessKind.titles[form.kind] },
    { label: '生效', value: form.startsOn === null ? '批准后立即' : `${form.startsOn} 零时；批准在后的，批准后立即` },
    { label: '期限', value: form.hours === null ? '长期' : `${form.hours} 小时，从生效之时起算` },
    { label: '事由', value: form.reason, wide: true },
    { label: '账号数', value: String(form.lines.length) },
    ...form.lines.slice(0, SHOWN).map((line) => ({ label: `${accessTarget.titles[line.target]} ${line.account}`, value: describeLine(line), wide: true })),
    ...more,
  ]
}

export function describeLine({ displayName, unit, post, grant, revoke }: AccessLine): string {
  const parts = [displayName, unit, post].filter(Boolean)
  if (grant.length > 0) parts.push(`授予 ${grant.join('、')}`)
  if (revoke.length > 0) parts.push(`收回 ${revoke.join('、')}`)
  return parts.join('，') || '—'
}

/** The client's own layout: head, reason, a row for each account. */
function printForm(title: string, form: AccessForm): readonly Block[] {
  return [
    { kind: 'table', caption: title, columns: [{ title: '项目', unit: '', align: 'left', width: 1 }, { title: '内容', unit: '', align: 'left', width: 4 }], rows: describeForm({ ...form, lines: [] }).filter(({ label }) => label !== '账号数').map(({ label, value }) => [label, value]), zeroRows: '' },
    {
      kind: 'table',
      caption: '账号明细',
      columns: [{ title: '序号', unit: '', align: 'right', width: 0.65 }, { title: '对象', unit: '', align: 'left', width: 0.8 }, { title: '账号', unit: '', align: 'left', width: 1.4 }, { title: '调整内容', unit: '', align: 'left', width: 4 }],
      rows: form.lines.map((line, index) => [String(index + 1), accessTarget.titles[line.target], line.account, describeLine(line)]),
      zeroRows: '没有账号。',
    },
  ]
}

export const requests: readonly RequestKind[] = [accessRequestKind('access-adjustment.user-configuration'), accessRequestKind('access-adjustment.permission-order')]
