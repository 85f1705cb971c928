import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { accessAdjustmentMigrations } from './database/migrations.ts'
import { evidence } from './evidence.ts'
import { requests } from './forms/request-kinds.ts'
import { jobs } from './jobs.ts'
import { obligations } from './obligations.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { workOrders } from './work-orders.ts'

/** 系统权限调整 (M2): forms that are executed on the systems they name, read back, and compared with what accounts really may do. */
export const accessAdjustment = defineService({
  name: 'access-adjustment',
  title: service.titles['access-adjustment'],
  obligations,
  workOrders,
  evidence,
  assessments,
  reports,
  requests,
  routes,
  jobs,
  migrations: accessAdjustmentMigrations,
})
