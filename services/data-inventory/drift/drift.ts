import type { CatalogueChange } from '#shared/catalogue/diff-catalogues.ts'

export const FINDING_SOURCE = 'data-inventory.drift'

export type DriftChange = CatalogueChange & { readonly key: string }

/** Modules whose approved orders change structures. */
export const COVERING: readonly string[] = ['change-request', 'data-maintenance']
/** States in which an approval says nothing (any more). */
export const UNFIT: readonly string[] = ['draft', 'in-approval', 'returned', 'refused', 'withdrawn', 'merged']
