import { testServerUrl } from '#tests/support/test-server.ts'
import { allowAddress } from '#spine/systems/allowed-addresses.ts'
import { registerComponent } from '#spine/systems/register-component.ts'
import { setConnection } from '#spine/systems/set-connection.ts'
import { testService } from '#spine/testing/service-conformance.ts'
import { inspection } from './service.ts'

testService(inspection, {
  obligation: 'M3-02',
  subsystem: 'enterprise-qualification',
  periodKey: '2024-W32',
  opensAt: '2024-08-05T09:00:00+08:00',
  inTime: '2024-08-06T10:00:00+08:00',
  tooLate: '2024-08-14T10:00:00+08:00',
  async prepare(bed) {
    const url = new URL(await testServerUrl())
    await bed.asSystem(async (ctx) => {
      await allowAddress(ctx, '127.0.0.0/8', '测试')
      const componentId = await registerComponent(ctx, { subsystem: 'enterprise-qualification', kind: 'database', name: 'database', title: '数据库' })
      await setConnection(ctx, componentId, {
        connector: 'postgres',
        settings: { host: url.hostname, port: Number(url.port), database: 'postgres', username: decodeURIComponent(url.username) },
        secrets: { password: decodeURIComponent(url.password) },
      })
    })
  },
})
