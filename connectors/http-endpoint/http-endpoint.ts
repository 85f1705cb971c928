import type { Connector } from '../connector.ts'
import { placeOf } from '../http-exchange.ts'
import { openHttpEndpoint } from './open-http-endpoint.ts'
import { httpEndpointQuestion } from './questions.ts'
import { httpEndpointSecrets, httpEndpointSettings } from './settings.ts'

export const httpEndpoint: Connector<typeof httpEndpointSettings, typeof httpEndpointSecrets, typeof httpEndpointQuestion> = {
  kind: 'http-endpoint',
  title: 'HTTP 应用或接口',
  settings: httpEndpointSettings,
  secrets: httpEndpointSecrets,
  question: httpEndpointQuestion,
  abilities: ['ask', 'accounts', 'content'],
  addresses: (settings) => [placeOf(new URL(settings.baseUrl))],
  trial: { measure: 'status' },
  open: openHttpEndpoint,
}
