import { auditPages } from '#platform/audit/web/index.tsx'
import { identityPages } from '#platform/identity/web/index.tsx'
import { contractPages } from '#spine/contracts/web/index.tsx'
import { decisionPages } from '#spine/decisions/web/index.tsx'
import { evidencePages } from '#spine/evidence/web/index.tsx'
import { obligationPages } from '#spine/obligations/web/index.tsx'
import { operationPlanPages } from '#spine/operation-plans/web/index.tsx'
import { workOrderPages } from '#spine/work-orders/web/index.tsx'
import type { Pages } from './kit/define-pages.ts'
import { galleryPages } from './gallery/index.tsx'

/** The face of the console: every page group, one line each. */
export const pages: readonly Pages[] = [obligationPages, workOrderPages, operationPlanPages, contractPages, decisionPages, identityPages, auditPages, evidencePages, galleryPages]
