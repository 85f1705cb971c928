import type { ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'

export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = []
