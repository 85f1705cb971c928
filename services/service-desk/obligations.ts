import type { ServiceObligations } from '#spine/service.ts'

/** All of M1: staffed lines (M1-03 for law enforcement, by the default of AMB-03) and each issue that they bring in. */
export const obligations: ServiceObligations = { codes: ['M1-01', 'M1-02', 'M1-03'] }
