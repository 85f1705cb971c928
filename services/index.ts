import type { Service } from '#spine/service.ts'
import { accessAdjustment } from './access-adjustment/service.ts'
import { backup } from './backup/service.ts'
import { changeRequest } from './change-request/service.ts'
import { dataInventory } from './data-inventory/service.ts'
import { dataMaintenance } from './data-maintenance/service.ts'
import { inspection } from './inspection/service.ts'
import { operationsReporting } from './operations-reporting/service.ts'
import { serviceDesk } from './service-desk/service.ts'

/** The table of contents: the services, in the contract's order. */
export const services: readonly Service[] = Object.freeze([serviceDesk, accessAdjustment, inspection, dataMaintenance, dataInventory, backup, operationsReporting, changeRequest])
