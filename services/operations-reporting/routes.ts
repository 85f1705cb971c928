import type { ApiImplementation } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/spine.ts'

/** Reports are read and acted on through the spine's own api. */
export const routes: ReadonlyArray<ApiImplementation<SpineCtx>> = []
