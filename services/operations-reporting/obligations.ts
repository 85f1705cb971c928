import type { ServiceObligations } from '#spine/service.ts'

/** M11-01 is judged with every report: its figures can be asked again from their stored queries. */
export const obligations: ServiceObligations = { codes: ['M11-01', 'M11-02', 'K-02'] }
