import type { ServiceObligations } from '#spine/service.ts'

export const obligations: ServiceObligations = { codes: ['M5-01', 'M5-02', 'M5-03', 'M5-04', 'M5-05'] }
