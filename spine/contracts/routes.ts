import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { contractsApi } from './api.ts'
import { listAmbiguities, listContractVersions, readContract, readTerm } from './read-contract.ts'

export const contractRoutes = implementApi<typeof contractsApi.endpoints, SpineCtx>(contractsApi, {
  getContract: (ctx) => readContract(ctx),
  getTerm: (ctx) => readTerm(ctx),
  listAmbiguities: (ctx) => listAmbiguities(ctx),
  listContractVersions: (ctx) => listContractVersions(ctx),
})
