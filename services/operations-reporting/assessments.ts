import type { AssessmentRule } from '#spine/service.ts'

/** Nothing beyond «evidence before the due moment»: that the four parts are there is a property of the report's composition. */
export const assessments: readonly AssessmentRule[] = []
