import type { SubsystemDefinition } from '#subsystems/casework/subsystem-definition.ts'
import { costInformation } from '#subsystems/cost-information/subsystem.ts'
import { enterpriseQualification } from '#subsystems/enterprise-qualification/subsystem.ts'
import { lawEnforcement } from '#subsystems/law-enforcement/subsystem.ts'
import { marketSupervision } from '#subsystems/market-supervision/subsystem.ts'
import { personnelQualification } from '#subsystems/personnel-qualification/subsystem.ts'
import { siteWorkforce } from '#subsystems/site-workforce/subsystem.ts'

/** The six together, for documents only: the product runs each in a process of its own. */
export const subsystemDefinitions: readonly SubsystemDefinition[] = Object.freeze([
  enterpriseQualification, marketSupervision, personnelQualification, siteWorkforce, lawEnforcement, costInformation,
])
