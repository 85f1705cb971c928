import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { obligationsApi } from './api.ts'
import { importCalendarYear, listCalendarYears } from './calendar-years.ts'
import { readMatrix } from './read-matrix.ts'
import { listObligations, listOccurrences, readCalendar, readOccurrence } from './read-obligations.ts'

export const obligationRoutes = implementApi<typeof obligationsApi.endpoints, SpineCtx>(obligationsApi, {
  getMatrix: (ctx, { query }) => readMatrix(ctx, query),
  listObligations: (ctx, { query }) => listObligations(ctx, query),
  listOccurrences: (ctx, { query }) => listOccurrences(ctx, query),
  getOccurrence: (ctx, { params }) => readOccurrence(ctx, params.occurrenceId),
  getCalendar: (ctx, { query }) => readCalendar(ctx, query),
  listCalendarYears: (ctx) => listCalendarYears(ctx),
  importCalendarYear: (ctx, { body }) => importCalendarYear(ctx, body.document),
})
