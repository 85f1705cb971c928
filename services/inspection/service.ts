import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { monitorAvailability } from './availability/monitor-availability.ts'
import { inspectionMigrations } from './database/migrations.ts'
import { evidence } from './evidence.ts'
import { jobs } from './jobs.ts'
import { obligations } from './obligations.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { workOrders } from './work-orders.ts'

/** 日常定期巡检 (M3): checks on real systems, weekly and daily, and what they prove. */
export const inspection = defineService({
  name: 'inspection',
  title: service.titles.inspection,
  obligations,
  workOrders,
  evidence,
  assessments,
  reports,
  routes,
  jobs,
  watches: [monitorAvailability],
  migrations: inspectionMigrations,
})
