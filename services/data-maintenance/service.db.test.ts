import { testService } from '#spine/testing/service-conformance.ts'
import { exceptRehearsal } from './orders/read-order.ts'
import { executeDataOrder } from './orders/open-execution.ts'
import { dataMaintenance } from './service.ts'
import { withField, type MaintenanceBed } from './testing/maintenance-bed.ts'

/** One bed a case: the order that was called up in it. */
const called = new WeakMap<object, { field: MaintenanceBed; requestId: string }>()

testService(dataMaintenance, {
  obligation: 'M5-01',
  subsystem: 'law-enforcement',
  opensAt: '2024-09-02T09:00:00+08:00',
  inTime: '2024-09-04T10:00:00+08:00',
  tooLate: '2024-09-09T10:00:00+08:00',
  async prepare(bed) {
    called.set(bed, { field: await withField(bed), requestId: '' })
  },
  async call(bed) {
    const { field } = called.get(bed)!
    const requestId = await field.approved({ script: "update field.enterprise set state = '注销' where id = 7" })
    called.set(bed, { field, requestId })
    return (await field.read(requestId)).number
  },
  async carryOut(bed) {
    const { field, requestId } = called.get(bed)!
    const { security, executor } = field.people
    await field.as(security, (ctx) => exceptRehearsal(ctx, requestId, '本次只改一行，已试运行'))
    await field.perform((await field.as(executor, (ctx) => executeDataOrder(ctx, requestId))).workOrderId)
  },
})
