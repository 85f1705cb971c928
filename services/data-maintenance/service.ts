import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { commentOrderKind } from './comments/comment-order-kind.ts'
import { dataMaintenanceMigrations } from './database/migrations.ts'
import { evidence } from './evidence.ts'
import { jobs } from './jobs.ts'
import { obligations } from './obligations.ts'
import { dataExportKind } from './exports/export-kind.ts'
import { dataOrderKind } from './orders/order-kind.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { workOrders } from './work-orders.ts'

/** 数据维护 (M5): reviewed changes of data that are executed, read back, proven, and taken back; exports that are masked, handed over against receipt, and destroyed. */
export const dataMaintenance = defineService({
  name: 'data-maintenance',
  title: service.titles['data-maintenance'],
  obligations,
  workOrders,
  evidence,
  assessments,
  reports,
  requests: [dataOrderKind, dataExportKind, commentOrderKind],
  routes,
  jobs,
  migrations: dataMaintenanceMigrations,
})
