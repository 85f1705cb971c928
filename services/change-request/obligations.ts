import type { ServiceObligations } from '#spine/service.ts'

/** Functional and adaptive changes of five subsystems (M12-01), and law enforcement's texts in web and APP (M12-02). */
export const obligations: ServiceObligations = { codes: ['M12-01', 'M12-02'] }
