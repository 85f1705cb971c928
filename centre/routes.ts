import type { Api } from '#shared/define-api.ts'
import { auditRoutes } from '#platform/audit/routes.ts'
import type { ApiImplementation } from '#platform/http/implement-api.ts'
import type { Identity } from '#platform/identity/identity.ts'
import type { SpineCtx } from '#spine/context.ts'
import { contractRoutes } from '#spine/contracts/routes.ts'
import { decisionRoutes } from '#spine/decisions/routes.ts'
import { evidenceRoutes } from '#spine/evidence/routes.ts'
import { findingRoutes } from '#spine/findings/routes.ts'
import { deliveryRoutes } from '#spine/notices/deliveries/routes.ts'
import { inboxRoutes } from '#spine/notices/inbox/routes.ts'
import { noticeRoutes } from '#spine/notices/routes.ts'
import { obligationRoutes } from '#spine/obligations/routes.ts'
import { operationPlanRoutes } from '#spine/operation-plans/routes.ts'
import { contactRoutes } from '#spine/parties/contacts/routes.ts'
import { escalationRoutes } from '#spine/parties/escalation/routes.ts'
import { personRoutes } from '#spine/parties/people/routes.ts'
import { rosterRoutes } from '#spine/parties/rosters/routes.ts'
import { unitRoutes } from '#spine/parties/units/routes.ts'
import { reportRoutes } from '#spine/reports/routes.ts'
import { requestRoutes } from '#spine/requests/routes.ts'
import { workOrderRoutes } from '#spine/work-orders/routes.ts'
import { systemRoutes } from '#spine/systems/routes.ts'
import { windowRoutes } from '#spine/windows/routes.ts'
import { services } from '#services/index.ts'

/** Everything that the centre answers: the floor, the spine's acts, then the services in the contract's order. */
export function centreRoutes(identity: Identity, apis: () => readonly Api[]): ReadonlyArray<ApiImplementation<SpineCtx>> {
  return [
    identity.routes,
    auditRoutes(apis),
    contractRoutes,
    obligationRoutes,
    operationPlanRoutes,
    requestRoutes,
    workOrderRoutes,
    evidenceRoutes,
    decisionRoutes,
    findingRoutes,
    systemRoutes,
    windowRoutes,
    unitRoutes,
    personRoutes,
    contactRoutes,
    rosterRoutes,
    escalationRoutes,
    noticeRoutes,
    inboxRoutes,
    deliveryRoutes,
    reportRoutes,
    ...services.flatMap((service) => service.routes),
  ]
}
