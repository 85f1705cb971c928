import { COMMENT_ORDER_KIND, commentOrderForm, READ_STRUCTURE_KIND, readStructureResult, type CommentOrderForm } from '#shared/maintenance/comment-order.ts'
import type { InputProblem } from '#shared/problem.ts'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { addRequestEvent, defineRequestKind, deliver, lockRequest, openWorkOrder, sendReminder, spineTables, type KindRequest, type SpineCtx } from '#spine/spine.ts'
import { targetOfDatabase } from '../orders/data-targets.ts'
import { WRITE_COMMENTS_KIND, writeCommentsResult } from './perform-comments.ts'

/** No number in the contract: our own target, and said to be. */
const HANDLE_TARGET = '写入'
const SHOWN = 200

type CommentRequest = KindRequest<CommentOrderForm>

/** 说明写入单: descriptions of tables and columns that the inventory drafted, written into the database once approved, read back by the inventory. */
export const commentOrderKind = defineRequestKind({
  kind: COMMENT_ORDER_KIND,
  title: '说明写入单',
  prefix: 'SM',
  form: commentOrderForm,
  permissions: { open: 'data-order:open', handle: 'data-order:execute' },
  facts: (draft) => ({
    title: `${typeof draft['database'] === 'string' ? draft['database'] : ''}写入说明 ${Array.isArray(draft['comments']) ? draft['comments'].length : 0} 条`,
    subsystem: typeof draft['subsystem'] === 'string' && subsystems.has(draft['subsystem']) ? draft['subsystem'] : 'unattributed',
  }),
  describe: ({ subsystem, database, reason, comments }) => [
    { label: '子系统', value: subsystems.has(subsystem) ? subsystems.titles[subsystem] : subsystem },
    { label: '数据库', value: database },
    { label: '事由', value: reason, wide: true },
    { label: '说明', value: [...comments.slice(0, SHOWN).map(({ schema, table, column, before, text }) => `${[schema, table, column].filter(Boolean).join('.')}：${text}${before === null ? '' : `（原为“${before}”）`}`), ...(comments.length > SHOWN ? [`另有 ${comments.length - SHOWN} 条`] : [])].join('\n'), wide: true },
  ],
  check: checkComments,
  approvals: () => [
    { title: '甲方审核', approver: { role: 'client-reviewer' }, expiresAfterWorkingDays: 5 },
    { title: '结构复核', approver: { role: 'security-lead' }, expiresAfterWorkingDays: 3 },
  ],
  separatesDuties: true,
  startsClock: 'approved',
  targets: () => [{ name: HANDLE_TARGET, kind: 'working-days', amount: 1, contractual: false }],
  deliveryTarget: HANDLE_TARGET,
  acceptance: 'none',
  onReady: async (ctx, { number, requestId, subsystem }) => void (await openWorkOrder(ctx, { kind: WRITE_COMMENTS_KIND, service: 'data-maintenance', subsystem, title: `${number} 写入说明`, requestId, input: { requestId } })),
  onWorkClosed: (ctx, request, order) => goOn(ctx, request as CommentRequest, order),
  checkDelivery: async (ctx, { requestId }) => {
    const written = await spineTables(ctx).selectFrom('spine.workOrder').select('result').where('requestId', '=', requestId).where('kind', '=', WRITE_COMMENTS_KIND).where('state', '=', 'closed').execute()
    return written.some(({ result }) => writeCommentsResult.safeParse(result).data?.state === 'written') ? [] : [{ place: 'comments', message: '还没有写入并读回' }]
  },
})

async function checkComments(ctx: SpineCtx, { subsystem, componentId, comments }: CommentOrderForm): Promise<readonly InputProblem[]> {
  const problems: InputProblem[] = []
  const target = await targetOfDatabase(ctx, componentId)
  if (target === undefined || target.subsystem !== subsystem) problems.push({ place: 'form.componentId', message: '这个数据库没有登记数据维护接口，请在“被管系统”为同一台服务器的同一个库登记一个（登录账号须是表的属主；MariaDB 须有 ALTER 权限）' })
  else for (const schema of new Set(comments.map((one) => one.schema))) if (!target.schemas.includes(schema)) problems.push({ place: 'form.comments', message: `模式 ${schema} 不在数据维护接口的范围内` })
  const places = comments.map(({ schema, table, column }) => JSON.stringify([schema, table, column]))
  if (new Set(places).size < places.length) problems.push({ place: 'form.comments', message: '同一个表或字段出现了两次' })
  return problems
}

/** Written: the inventory reads the structure, which is the proof. Read: delivered. Refused: a person looks at it. */
async function goOn(ctx: SpineCtx, request: CommentRequest, order: { readonly kind: string; readonly result: unknown }): Promise<void> {
  if (['closed', 'delivered'].includes(request.state)) return
  const { requestId, number, subsystem, title, form } = request
  if (order.kind === READ_STRUCTURE_KIND) {
    const { versionNumber, openDrift } = readStructureResult.parse(order.result)
    return done(`说明已写入，盘点读到目录第 ${versionNumber} 版${openDrift === 0 ? '' : `；另有 ${openDrift} 项与本单无关的差异没有依据`}`)
  }
  if (order.kind !== WRITE_COMMENTS_KIND) return
  const { state, lines } = writeCommentsResult.parse(order.result)
  if (state === 'refused') {
    await addRequestEvent(ctx, requestId, 'failed', `说明没有写入：${lines.join('；')}`)
    return sendReminder(ctx, { permission: 'data-order:execute', kind: 'decision', dedupeKey: `comments-refused:${requestId}:${request.formVersion}`, title: `说明没有写入：${title}（${number}）`, content: lines.join('；'), link: `/requests/${requestId}` }).then(() => {})
  }
  const isRead = [...ctx.services.values()].some(({ workOrders }) => workOrders.some(({ kind }) => kind === READ_STRUCTURE_KIND))
  if (!isRead) return done(lines.join('；'))
  await openWorkOrder(ctx, { kind: READ_STRUCTURE_KIND, service: 'data-inventory', subsystem, title: `${number} 写入之后读取结构`, requestId, input: { componentId: form.componentId } })

  async function done(words: string) {
    await deliver(ctx, await lockRequest(ctx, requestId), words)
  }
}
