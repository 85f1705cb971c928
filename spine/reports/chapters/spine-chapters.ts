import type { ReportChapter } from '#spine/service.ts'
import { matrixChapter } from './matrix-chapter.ts'

/** What the spine itself knows of a period, whatever services there are. */
export const spineChapters: readonly ReportChapter[] = Object.freeze([matrixChapter])
