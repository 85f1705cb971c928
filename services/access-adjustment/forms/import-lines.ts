import { readFile } from 'node:fs/promises'
import { readXlsx } from '#platform/documents/read-xlsx.ts'
import { renderXlsx } from '#platform/documents/render-xlsx.ts'
import { defineErrors } from '#platform/errors/app-error.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { FileAnswer, ReceivedFile } from '#platform/http/implement-api.ts'
import type { InputProblem } from '#shared/problem.ts'
import { lockSeenRequest, saveDraft, type SpineCtx } from '#spine/spine.ts'
import { accessForm, accessLine, accessTarget, MAX_LINES, type AccessLine } from './api.ts'
import { lineChecks } from './check-form.ts'

const COLUMNS = ['对象', '账号', '姓名', '单位', '岗位', '授予角色', '收回角色'] as const
const HEADS = accessForm.pick({ subsystem: true, kind: true })

export const importErrors = defineErrors('access-import', {
  'no-file': [400, '请选择一个表格文件'],
  'head-first': [422, '请先选择子系统和类别，再导入账号明细'],
  empty: [422, '表格中没有账号'],
  'rows-wrong': [422, '没有导入：有些行有问题，全部列出如下；其余行也没有写入'],
})

/** The empty sheet to fill in. */
export async function lineTemplate(ctx: SpineCtx): Promise<FileAnswer> {
  requirePermission(ctx, 'access-form:open')
  const rows = [[accessTarget.titles.accounts, 'zhangsan', '张三（示例，请删除）', '一处', '科员', 'reader、clerk', '']]
  return { content: renderXlsx({ title: '账号明细', at: ctx.now, columns: COLUMNS.map((title) => ({ title, type: 'text', width: 16 })) }, rows), fileName: '权限调整账号明细.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
}

/** The lines of a draft from a spreadsheet: all of them, or none and every wrong row named. */
export async function importLines(ctx: SpineCtx, requestId: string, version: number, files: readonly ReceivedFile[]): Promise<{ version: number; lines: number }> {
  requirePermission(ctx, 'access-form:open')
  const [file] = files
  if (!file || files.length !== 1) throw importErrors['no-file']()
  const row = await lockSeenRequest(ctx, requestId, version)
  const draft = row.draft as Record<string, unknown>
  const head = HEADS.safeParse({ subsystem: draft['subsystem'], kind: draft['kind'] })
  if (!head.success) throw importErrors['head-first']()
  const sheet = await readXlsx(await readFile(ctx.files.pathOf(file.sm3)), { headings: COLUMNS, maxRows: MAX_LINES })
  if (sheet.length === 0) throw importErrors.empty()

  const problems: InputProblem[] = []
  const lines: AccessLine[] = []
  const rowOf: number[] = []
  for (const { number, cells } of sheet) {
    const named = cells['对象'] ?? ''
    const target = accessTarget.values.find((value) => (named === '' ? value === 'accounts' : named === value || named === accessTarget.titles[value]))
    if (target === undefined) problems.push({ place: `第 ${number} 行`, message: `对象“${named}”应为 ${Object.values(accessTarget.titles).join('、')}` })
    const parsed = accessLine.safeParse({ target: target ?? 'accounts', account: cells['账号'], displayName: cells['姓名'], unit: cells['单位'], post: cells['岗位'], grant: codes(cells['授予角色']), revoke: codes(cells['收回角色']) })
    if (!parsed.success) problems.push({ place: `第 ${number} 行`, message: parsed.error.issues.map(({ message }) => message).join('；') })
    else {
      lines.push(parsed.data)
      rowOf.push(number)
    }
  }
  const told = await lineChecks(ctx, { ...head.data, lines })
  problems.push(...told.map(({ place, message }) => {
    const index = /^form\.lines\.(\d+)/.exec(place)?.[1]
    return { place: index === undefined ? place : `第 ${rowOf[Number(index)]} 行`, message }
  }))
  if (problems.length > 0) throw importErrors['rows-wrong']({ problems })
  return { version: (await saveDraft(ctx, requestId, version, { ...draft, lines })).version, lines: lines.length }
}

function codes(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(/[、,，;；\s]+/).filter(Boolean))]
}
