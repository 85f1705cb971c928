import { randomUUID } from 'node:crypto'
import { testService } from '#spine/testing/service-conformance.ts'
import { changeBed, documentTemplate, services } from '#tests/support/change-bed.ts'
import { startLawEnforcement } from '#tests/support/servers/law-enforcement.ts'
import { saveContent } from './content/edit-content.ts'
import { publishContent } from './content/publish-content.ts'
import { readContentDraft } from './content/read-content.ts'
import { reviewContent } from './content/review-content.ts'
import { logEffort } from './efforts/log-effort.ts'
import { changeRequest } from './service.ts'

/** One bed a case: the change that was called up in it. */
const called = new WeakMap<object, { change: Awaited<ReturnType<typeof changeBed>>; requestId: string }>()

testService(changeRequest, {
  obligation: 'M12-02',
  subsystem: 'law-enforcement',
  opensAt: '2024-09-02T09:00:00+08:00',
  inTime: '2024-09-04T10:00:00+08:00',
  tooLate: '2024-09-09T10:00:00+08:00',
  beside: services.filter((one) => one !== changeRequest),
  async prepare(bed) {
    const target = await startLawEnforcement(bed.clock)
    const change = await changeBed(bed)
    await change.contentInterface(target.url, target.token, target.content)
    called.set(bed, { change, requestId: '' })
  },
  async call(bed) {
    const { change } = called.get(bed)!
    const requestId = await change.approved({ nature: 'content', subsystem: 'law-enforcement', title: '调整检查通知书', documents: [], backOut: '', testPlan: '' })
    called.set(bed, { change, requestId })
    return (await change.read(requestId)).number
  },
  async carryOut(bed) {
    const { change, requestId } = called.get(bed)!
    const contentDraftId = randomUUID()
    await change.take(requestId)
    await change.through(change.operator, (ctx) => saveContent(ctx, requestId, { contentDraftId, content: documentTemplate('WS101', '检查通知书', '新的格式'), validFrom: '2024-10-01', version: 0 }))
    await change.through(change.second, async (ctx) => reviewContent(ctx, contentDraftId, { version: 1, isAgreed: true, hash: (await readContentDraft(ctx, contentDraftId)).hash, note: '' }))
    await change.as(change.operator, (ctx) => publishContent(ctx, contentDraftId, 2))
    await change.perform('change-request.publish-content')
    await change.as(change.operator, (ctx) => logEffort(ctx, requestId, { effortEntryId: randomUUID(), workedOn: '2024-09-02', workerId: change.operator.userId, days: 1, note: '编辑与发布' }))
    await change.deliver(requestId)
    await change.accept(requestId)
  },
})
