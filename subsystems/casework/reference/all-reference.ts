import type { SubsystemDefinition } from '../subsystem-definition.ts'
import { sharedDictionaries, sharedTimeLimits, sharedWorkflows } from './shared-reference.ts'

/** Reference data of one system: what all six share, then its own. */
export function allReference(subsystem: SubsystemDefinition) {
  return {
    dictionaries: [...sharedDictionaries, ...subsystem.dictionaries],
    workflows: [...sharedWorkflows, ...subsystem.workflows],
    timeLimits: [...sharedTimeLimits, ...subsystem.timeLimits],
  }
}
