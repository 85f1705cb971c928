import type { ServiceObligations } from '#spine/service.ts'

/** The whole of M6: the first document of each subsystem, and its update after a change of structure. */
export const obligations: ServiceObligations = { codes: ['M6-01', 'M6-02'] }
