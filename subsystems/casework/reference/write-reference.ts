import type { Connection } from '../database/connection.ts'
import type { SubsystemDefinition } from '../subsystem-definition.ts'
import { writeRows } from '../synthetic/load-rows.ts'
import { allReference } from './all-reference.ts'
import { regions } from './shared-reference.ts'
import { targetsOf } from './workflow.ts'

/** Writes reference data over what is there. Rows that a newer program no longer names stay, because history refers to them. */
export async function writeReference(client: Connection, subsystem: SubsystemDefinition): Promise<void> {
  const { dictionaries, workflows, timeLimits } = allReference(subsystem)
  const keep = async (table: string, key: string, rows: Parameters<typeof writeRows>[2]) => writeRows(client, table, rows, { updateOn: key })

  await keep('master.region', 'region', regions.map(({ region, title, exportedAs }) => ({ region, title, exported_as: exportedAs })))
  await keep('master.dictionary', 'dictionary', dictionaries.map(({ code, title, source }) => ({ dictionary: code, title, source })))
  await keep(
    'master.dictionary_entry',
    'dictionary, code',
    dictionaries.flatMap(({ code: dictionary, entries }) => Object.entries(entries).map(([code, title], at) => ({ dictionary, code, title, position: at + 1, is_active: true }))),
  )
  await keep(
    'master.time_limit',
    'time_limit',
    timeLimits.map((limit) => ({
      time_limit: limit.code, title: limit.title, amount: limit.amount, unit: limit.unit, start_event: limit.startEvent,
      is_pausable: limit.isPausable, extension_rule: limit.extensionRule ?? null, source: limit.source,
    })),
  )
  await keep('casework.workflow', 'workflow', workflows.map(({ code, title }) => ({ workflow: code, title })))
  await keep(
    'casework.workflow_state',
    'workflow, state',
    workflows.flatMap((workflow) =>
      Object.entries(workflow.states).map(([state, [title]], at) => ({ workflow: workflow.code, state, title, position: at + 1, is_initial: at === 0, is_final: targetsOf(workflow, state).length === 0 })),
    ),
  )
  await keep(
    'casework.workflow_transition',
    'workflow, from_state, to_state',
    workflows.flatMap((workflow) => Object.keys(workflow.states).flatMap((state) => targetsOf(workflow, state).map((target) => ({ workflow: workflow.code, from_state: state, to_state: target })))),
  )
  await keep(
    'casework.licence_item',
    'item_code',
    subsystem.licenceItems.map((item) => ({
      item_code: item.code, name: item.name, item_type: item.type, decision_level: item.decisionLevel,
      time_limit: item.timeLimit, promise_days: item.promiseDays, result_name: item.resultName, is_active: true,
    })),
  )
}
