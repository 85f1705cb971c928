import type { ReportChapter } from '#spine/service.ts'

export const reports: readonly ReportChapter[] = []
