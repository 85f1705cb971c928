import type { ServiceObligations } from '#spine/service.ts'

/** The whole of M2: both forms as they come in, and the review of what accounts may do. */
export const obligations: ServiceObligations = { codes: ['M2-01', 'M2-02', 'M2-03'] }
