import { testService } from '#spine/testing/service-conformance.ts'
import { backup } from './service.ts'
import { registerDatabase } from './testing/backup-test-bed.ts'

testService(backup, {
  obligation: 'M7-01',
  subsystem: 'market-supervision',
  periodKey: '2024-08-06',
  opensAt: '2024-08-06T09:00:00+08:00',
  inTime: '2024-08-06T10:00:00+08:00',
  tooLate: '2024-08-08T10:00:00+08:00',
  async prepare(bed) {
    await registerDatabase(bed, 'market-supervision')
  },
})
