import { auditPages } from '#platform/audit/web/index.tsx'
import { identityPages } from '#platform/identity/web/index.tsx'
import { contractPages } from '#spine/contracts/web/index.tsx'
import { decisionPages } from '#spine/decisions/web/index.tsx'
import { evidencePages } from '#spine/evidence/web/index.tsx'
import { obligationPages } from '#spine/obligations/web/index.tsx'
import { operationPlanPages } from '#spine/operation-plans/web/index.tsx'
import { reportPages } from '#spine/reports/web/index.tsx'
import { noticePages } from '#spine/notices/web/index.tsx'
import { systemPages } from '#spine/systems/web/index.tsx'
import { windowPages } from '#spine/windows/web/index.tsx'
import { workOrderPages } from '#spine/work-orders/web/index.tsx'
import { findingPages } from '#spine/findings/web/index.tsx'
import { inspectionPages } from '#services/inspection/web/index.tsx'
import type { Pages } from './kit/define-pages.ts'
import { galleryPages } from './gallery/index.tsx'

/** The face of the console: every page group, one line each. */
export const pages: readonly Pages[] = [obligationPages, workOrderPages, noticePages, systemPages, windowPages, operationPlanPages, contractPages, decisionPages, identityPages, auditPages, evidencePages, reportPages, inspectionPages, findingPages, galleryPages]
