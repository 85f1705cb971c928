import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { unitsApi } from './api.ts'
import { listUnits, readUnit } from './read-units.ts'
import { changeUnit, registerUnit } from './register-unit.ts'

export const unitRoutes = implementApi<typeof unitsApi.endpoints, SpineCtx>(unitsApi, {
  listUnits: (ctx, { query }) => listUnits(ctx, query),
  getUnit: (ctx, { params }) => readUnit(ctx, params.unitId),
  registerUnit: async (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'unit', id: body.unitId } })
    return { unitId: await registerUnit(ctx, body) }
  },
  changeUnit: (ctx, { params, body }) => changeUnit(ctx, params.unitId, body),
})
