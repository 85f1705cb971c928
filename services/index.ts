import type { Service } from '#spine/service.ts'
import { inspection } from './inspection/service.ts'
import { operationsReporting } from './operations-reporting/service.ts'

/** The table of contents: the services, in the contract's order. */
export const services: readonly Service[] = Object.freeze([inspection, operationsReporting])
