import { sql } from 'kysely'
import { subsystem as subsystems } from '#shared/subsystems.ts'
import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import type { Identity } from '#platform/identity/identity.ts'
import { caseItemsApi, referenceApi, runtimeApi } from './api.ts'
import { allReference } from './reference/all-reference.ts'
import { regions } from './reference/shared-reference.ts'
import { findRow, listRows, rowsOf, type RowList } from './rows/row-list.ts'
import { stateHistory } from './rows/state-history.ts'
import type { RuntimeMeter } from './runtime-meter.ts'
import { accountMaintenanceRoutes } from './account-maintenance/routes.ts'
import { webAccounts } from './account-maintenance/web-accounts.ts'
import type { SubsystemDefinition } from './subsystem-definition.ts'

const permission = 'case:read'

const caseItems: RowList = {
  permission,
  from: `casework.case_item c
    join casework.licence_item i using (licence_item_id)
    join casework.workflow_state s on s.workflow = c.workflow and s.state = c.state
    left join master.enterprise e using (enterprise_id) left join master.person p using (person_id)`,
  fields: {
    caseItemId: 'c.case_item_id', caseNo: 'c.case_no', itemName: 'i.name', applicant: 'coalesce(e.name, p.name_mask)', subject: 'c.subject', state: 'c.state', stateTitle: 's.title',
    submittedAt: 'c.submitted_at', acceptedAt: 'c.accepted_at', promisedOn: 'c.promised_on', closedAt: 'c.closed_at', isOnline: 'c.is_online',
  },
  key: 'caseItemId',
  searched: ['caseNo', 'applicant', 'subject'],
  sort: '-submittedAt',
}
const materials: RowList = {
  permission, from: 'casework.case_material', key: 'materialId', searched: [], sort: 'materialCode',
  fields: { materialId: 'case_material_id', caseItemId: 'case_item_id', materialCode: 'material_code', name: 'name', materialType: 'material_type', fetchMode: 'fetch_mode', copies: 'copies' },
}
const events: RowList = {
  permission, from: 'casework.case_event', key: 'eventId', searched: [], sort: 'at',
  fields: { eventId: 'case_event_id', caseItemId: 'case_item_id', step: 'step', at: 'at', handledBy: 'handled_by', opinion: 'opinion' },
}
const clock: RowList = {
  permission, from: 'casework.clock_event', key: 'clockEventId', searched: [], sort: 'at',
  fields: { clockEventId: 'clock_event_id', caseItemId: 'case_item_id', kind: 'kind', at: 'at', reason: 'reason' },
}

const caseItemRoutes: ApiImplementation = implementApi(caseItemsApi, {
  caseItems: (ctx, { query }) => listRows(ctx, caseItems, query),
  states: async (ctx) => {
    requirePermission(ctx, permission)
    const { rows } = await sql<{ state: string; stateTitle: string; count: number }>`
      select s.state, s.title as state_title, count(c.case_item_id)::int as count from casework.workflow_state s left join casework.case_item c using (workflow, state)
       where s.workflow = 'case-item' group by s.state, s.title, s.position order by s.position`.execute(ctx.tx)
    return { items: rows }
  },
  caseItem: (ctx, { params: { caseItemId } }) =>
    findRow(ctx, caseItems, caseItemId, {
      materials: () => rowsOf(ctx, materials, 'caseItemId', caseItemId),
      events: () => rowsOf(ctx, events, 'caseItemId', caseItemId),
      clock: () => rowsOf(ctx, clock, 'caseItemId', caseItemId),
      history: () => stateHistory(ctx, permission, 'case-item', caseItemId),
    }),
})

/** Endpoints that all six systems have, whatever their field. */
export function caseworkRoutes(subsystem: SubsystemDefinition, version: string, meter: RuntimeMeter, identity: Identity): readonly ApiImplementation[] {
  const programRoles = new Set(subsystem.accounts.filter(({ kind }) => kind !== 'person').flatMap(({ roles }) => roles))
  return [runtimeRoutes(subsystem, version, meter), referenceRoutes(subsystem), caseItemRoutes, accountMaintenanceRoutes('/api/account-maintenance', '账号维护', 'account:maintain', webAccounts(identity, programRoles))]
}

function runtimeRoutes({ slug }: SubsystemDefinition, version: string, meter: RuntimeMeter): ApiImplementation {
  return implementApi(runtimeApi, {
    runtime: async () => ({ subsystem: slug, title: subsystems.titles[slug], version, ...meter.read() }),
  })
}

/** As the program has it: the database was given the same at the start. */
function referenceRoutes(subsystem: SubsystemDefinition): ApiImplementation {
  const { dictionaries, workflows, timeLimits } = allReference(subsystem)
  const titles = (entries: Readonly<Record<string, string>>) => Object.entries(entries).map(([code, title]) => ({ code, title }))
  const answer = {
    dictionaries: [
      { code: 'region', title: '行政区划', source: 'GB/T 2260', entries: regions.map(({ region, title }) => ({ code: region, title })) },
      ...dictionaries.map(({ code, title, source, entries }) => ({ code, title, source, entries: titles(entries) })),
    ],
    workflows: workflows.map(({ code, title, states }) => ({ code, title, states: Object.entries(states).map(([state, [name]]) => ({ code: state, title: name })) })),
    timeLimits: [...timeLimits],
  }
  return implementApi(referenceApi, { reference: async () => answer })
}
