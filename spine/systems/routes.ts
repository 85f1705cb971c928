import { implementApi } from '#platform/http/implement-api.ts'
import type { SpineCtx } from '#spine/context.ts'
import { allowAddress, listAddresses, removeAddress } from './allowed-addresses.ts'
import { systemsApi } from './api.ts'
import { describeConnectors } from './describe-connectors.ts'
import { editComponent, retireComponent } from './edit-component.ts'
import { listSubsystems, readComponent } from './read-systems.ts'
import { createComponent } from './register-component.ts'
import { setConnection } from './set-connection.ts'
import { outcomeTitle, proveReadOnly, tryConnection } from './try-connection.ts'

export const systemRoutes = implementApi<typeof systemsApi.endpoints, SpineCtx>(systemsApi, {
  listSubsystems: (ctx) => listSubsystems(ctx),
  listConnectors: (ctx) => Promise.resolve(describeConnectors(ctx)),
  getComponent: (ctx, { params }) => readComponent(ctx, params.componentId),
  createComponent: async (ctx, { body }, facts) => {
    const componentId = await createComponent(ctx, body)
    facts.tellAudit({ object: { kind: 'component', id: componentId } })
    return { componentId }
  },
  editComponent: (ctx, { params, body }) => editComponent(ctx, params.componentId, body),
  retireComponent: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return retireComponent(ctx, params.componentId, { version: body.version, isRetired: true })
  },
  restoreComponent: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { reason: body.reason } })
    return retireComponent(ctx, params.componentId, { version: body.version, isRetired: false })
  },
  setConnection: (ctx, { params, body }, facts) => {
    facts.tellAudit({ details: { connector: body.connector, areSecretsGiven: body.secrets !== undefined } })
    const { limits, secrets, ...rest } = body
    return setConnection(ctx, params.componentId, { ...rest, ...(secrets === undefined ? {} : { secrets }), ...(limits === undefined ? {} : { limits: withoutUndefined(limits) }) })
  },
  tryConnection: async (ctx, { params }, facts) => {
    const tried = await tryConnection(ctx, params.componentId)
    return tried.as(({ outcome, note, identity }) => {
      facts.tellAudit({ details: { outcome } })
      return { isReached: outcome === 'reached', outcome: outcomeTitle(outcome), note, identity }
    })
  },
  proveReadOnly: async (ctx, { params }, facts) => {
    const proof = await proveReadOnly(ctx, params.componentId)
    return proof.as(({ isReadOnly, lines }) => {
      facts.tellAudit({ details: { isReadOnly } })
      return { isReadOnly, lines: [...lines] }
    })
  },
  listAddresses: (ctx) => listAddresses(ctx),
  allowAddress: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'address', id: body.entry }, details: { reason: body.reason } })
    return allowAddress(ctx, body.entry, body.reason, { isPublicConfirmed: body.isPublicConfirmed })
  },
  removeAddress: (ctx, { body }, facts) => {
    facts.tellAudit({ object: { kind: 'address', id: body.entry }, details: { reason: body.reason } })
    return removeAddress(ctx, body.entry)
  },
})

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> }
}
