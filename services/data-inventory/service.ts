import { service } from '#shared/services.ts'
import { defineService } from '#spine/service.ts'
import { assessments } from './assessments.ts'
import { dataInventoryMigrations } from './database/migrations.ts'
import { evidence } from './evidence.ts'
import { jobs } from './jobs.ts'
import { obligations } from './obligations.ts'
import { reports } from './reports.ts'
import { routes } from './routes.ts'
import { workOrders } from './work-orders.ts'

/** 数据盘点 (M6): what the databases look like, what changed without an order, and the document that says so. */
export const dataInventory = defineService({ name: 'data-inventory', title: service.titles['data-inventory'], obligations, workOrders, evidence, assessments, reports, routes, jobs, migrations: dataInventoryMigrations })
