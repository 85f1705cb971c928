import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { evidence } from './evidence.ts'
import { jobs } from './jobs.ts'
import { obligations } from './obligations.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { workOrders } from './work-orders.ts'

/** 编写运维报告 (M11): the reports on which the client pays. */
export const operationsReporting = defineService({
  name: 'operations-reporting',
  title: service.titles['operations-reporting'],
  obligations,
  workOrders,
  evidence,
  assessments,
  reports,
  routes,
  jobs,
  migrations: undefined,
})
