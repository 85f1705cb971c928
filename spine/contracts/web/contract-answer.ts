import type { EndpointResponse } from '#shared/define-api.ts'
import type { contractsApi } from '../api.ts'

export type Contract = EndpointResponse<(typeof contractsApi)['endpoints']['getContract']>
export type Clause = Contract['clauses'][number]
export type Ambiguity = EndpointResponse<(typeof contractsApi)['endpoints']['listAmbiguities']>['items'][number]
