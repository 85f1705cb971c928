import type { ServiceObligations } from '#spine/service.ts'

/** What inspection carries out itself; M3-01 (运维计划) is the spine's, M3-07 (提前告知) a notice. */
export const obligations: ServiceObligations = { codes: ['G-01', 'M3-02', 'M3-03', 'M3-04', 'M3-05', 'M3-06', 'M3-08'] }
