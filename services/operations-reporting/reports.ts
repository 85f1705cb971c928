import type { ReportChapter } from '#spine/service.ts'
import { contractChapter } from './chapters/contract-chapter.ts'
import { mandatoryParts } from './chapters/mandatory-parts.ts'
import { moduleChapters } from './chapters/module-chapters.ts'
import { nextPeriodChapter } from './chapters/next-period-chapter.ts'
import { overviewChapter } from './chapters/overview-chapter.ts'
import { securityChapters } from './chapters/security-chapters.ts'
import { selfAssessmentChapter } from './chapters/self-assessment-chapter.ts'
import { summaryChapter } from './chapters/summary-chapter.ts'

/** The chapters that no single module can write, and those of modules that have no service yet. */
export const reports: readonly ReportChapter[] = [summaryChapter, overviewChapter, ...mandatoryParts, ...moduleChapters, selfAssessmentChapter, contractChapter, nextPeriodChapter, ...securityChapters]
