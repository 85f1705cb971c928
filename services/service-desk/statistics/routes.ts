import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'
import { statisticsApi } from '../api.ts'
import { measureDesk } from './measure-desk.ts'

export const statisticsRoutes = implementApi<typeof statisticsApi.endpoints, SpineCtx>(statisticsApi, { measureDesk: (ctx, { query }) => measureDesk(ctx, query) })
