import { testService } from '#spine/testing/service-conformance.ts'
import { dataInventory } from './service.ts'
import { prepareDatabase } from './testing/inventory-bed.ts'

testService(dataInventory, {
  obligation: 'M6-01',
  subsystem: 'enterprise-qualification',
  periodKey: 'once',
  opensAt: '2024-07-20T09:00:00+08:00',
  inTime: '2024-08-05T09:30:00+08:00',
  tooLate: '2024-09-20T10:00:00+08:00',
  prepare: async (bed) => void (await prepareDatabase(bed, 'enterprise-qualification')),
})
