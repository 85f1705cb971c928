import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import { contentApi, contentMaintenanceApi } from './api.ts'
import { publishContent, withdrawContent } from './publish-content.ts'
import { compareChannels, listInForce, listVersions, readContent, readVersion } from './read-content.ts'

export const contentRoutes: readonly ApiImplementation[] = [
  implementApi(contentApi, {
    inForce: (ctx, { query }) => listInForce(ctx, 'content:read', query),
    content: (ctx, { params }) => readContent(ctx, params.contentVersionId),
  }),
  implementApi(contentMaintenanceApi, {
    versions: (ctx, { query }) => listVersions(ctx, query),
    version: (ctx, { params }) => readVersion(ctx, params),
    publish: (ctx, { params, body }, facts) => {
      facts.tellAudit({ object: { kind: 'content', id: `${body.content.kind}/${body.content.code}` }, details: { hash: body.hash, validFrom: body.validFrom, orderNo: body.orderNo, publisher: body.publisher } })
      return publishContent(ctx, params.publishKey, body)
    },
    withdraw: (ctx, { params, body }, facts) => {
      facts.tellAudit({ object: { kind: 'content', id: `${params.kind}/${params.code}` }, details: { version: params.version, reason: body.reason } })
      return withdrawContent(ctx, params, body.reason)
    },
    channels: (ctx, { query }) => compareChannels(ctx, query),
  }),
]
