import type { ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { aftercareRoutes, followRoutes } from './aftercare/routes.ts'
import { helpRoutes } from './help/routes.ts'
import { articleRoutes } from './knowledge/routes.ts'
import { mailboxRoutes, mailRoutes } from './mail/routes.ts'
import { statisticsRoutes } from './statistics/routes.ts'
import { telephoneCallRoutes, telephoneSourceRoutes } from './telephony/routes.ts'
import { ticketRoutes, ticketRulesRoutes } from './tickets/routes.ts'

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = [telephoneCallRoutes, telephoneSourceRoutes, mailRoutes, mailboxRoutes, ticketRoutes, ticketRulesRoutes, articleRoutes, statisticsRoutes, aftercareRoutes, followRoutes, helpRoutes]
