import type { Pages } from './kit/define-pages.ts'
import { galleryPages } from './gallery/index.tsx'

/** The face of the console: every page group, one line each. */
export const pages: readonly Pages[] = [galleryPages]
