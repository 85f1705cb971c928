import type { ReportChapter } from '#spine/service.ts'
import { decisionsChapter } from './decisions-chapter.ts'
import { findingsChapter } from './findings-chapter.ts'
import { matrixChapter } from './matrix-chapter.ts'
import { workOrdersChapter } from './work-orders-chapter.ts'

/** What the spine itself knows of a period, whatever services there are. */
export const spineChapters: readonly ReportChapter[] = Object.freeze([matrixChapter, workOrdersChapter, findingsChapter, decisionsChapter])
