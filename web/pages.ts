import { auditPages } from '#platform/audit/web/index.tsx'
import { identityPages } from '#platform/identity/web/index.tsx'
import { evidencePages } from '#spine/evidence/web/index.tsx'
import type { Pages } from './kit/define-pages.ts'
import { galleryPages } from './gallery/index.tsx'

/** The face of the console: every page group, one line each. */
export const pages: readonly Pages[] = [identityPages, auditPages, evidencePages, galleryPages]
