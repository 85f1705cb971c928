import type { ServiceObligations } from '#spine/service.ts'

export const obligations: ServiceObligations = { codes: ['M7-01', 'M7-02', 'M7-03'] }
