import { auditPages } from '#platform/audit/web/index.tsx'
import { identityPages } from '#platform/identity/web/index.tsx'
import { contractPages } from '#spine/contracts/web/index.tsx'
import { decisionPages } from '#spine/decisions/web/index.tsx'
import { evidencePages } from '#spine/evidence/web/index.tsx'
import { obligationPages } from '#spine/obligations/web/index.tsx'
import { operationPlanPages } from '#spine/operation-plans/web/index.tsx'
import { partyPages } from '#spine/parties/web/index.tsx'
import { escalationPages } from '#spine/parties/escalation/web/index.tsx'
import { rosterPages } from '#spine/parties/rosters/web/index.tsx'
import { reportPages } from '#spine/reports/web/index.tsx'
import { noticePages } from '#spine/notices/web/index.tsx'
import { systemPages } from '#spine/systems/web/index.tsx'
import { windowPages } from '#spine/windows/web/index.tsx'
import { requestPages } from '#spine/requests/web/index.tsx'
import { workOrderPages } from '#spine/work-orders/web/index.tsx'
import { findingPages } from '#spine/findings/web/index.tsx'
import { accessPages } from '#services/access-adjustment/web/index.tsx'
import { backupPages } from '#services/backup/web/index.tsx'
import { dataMaintenancePages } from '#services/data-maintenance/web/index.tsx'
import { changePages } from '#services/change-request/web/index.tsx'
import { inventoryPages } from '#services/data-inventory/web/index.tsx'
import { inspectionPages } from '#services/inspection/web/index.tsx'
import { serviceDeskPages } from '#services/service-desk/web/index.tsx'
import type { Pages } from './kit/define-pages.ts'
import { galleryPages } from './gallery/index.tsx'

/** The face of the console: every page group, one line each. */
export const pages: readonly Pages[] = [
  obligationPages,
  workOrderPages,
  requestPages,
  noticePages,
  systemPages,
  windowPages,
  partyPages,
  rosterPages,
  escalationPages,
  operationPlanPages,
  contractPages,
  decisionPages,
  identityPages,
  auditPages,
  evidencePages,
  reportPages,
  accessPages,
  dataMaintenancePages,
  inspectionPages,
  inventoryPages,
  backupPages,
  changePages,
  serviceDeskPages,
  findingPages,
  galleryPages,
]
