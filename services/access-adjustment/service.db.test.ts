import { testService } from '#spine/testing/service-conformance.ts'
import { accessAdjustment } from './service.ts'
import { takeBaseline } from './reviews/take-baseline.ts'
import { prepareTarget } from './testing/access-bed.ts'
import { outsideWork } from '#platform/context/outside.ts'

testService(accessAdjustment, {
  obligation: 'M2-03',
  subsystem: 'enterprise-qualification',
  periodKey: '2024-Q3',
  opensAt: '2024-08-05T09:00:00+08:00',
  inTime: '2024-09-30T09:30:00+08:00',
  tooLate: '2024-10-20T10:00:00+08:00',
  async prepare(bed) {
    const componentId = await prepareTarget(bed, 'enterprise-qualification', 'target')
    const answer = await bed.asSystem((ctx) => takeBaseline(ctx, { componentId, reason: '接管时已有的账号' }))
    const keep = await outsideWork(answer)?.()
    if (keep) await bed.asSystem(keep)
  },
})
