import type { Permission } from '#shared/define-api.ts'
import { requirePermission } from '#platform/context/require-permission.ts'
import { implementApi, type ApiImplementation } from '#platform/http/implement-api.ts'
import type { AccountBook } from './account-book.ts'
import { accountMaintenanceApi } from './api.ts'
import { accountOrderErrors, carryOutAccountOrder, planAccountChange } from './carry-out-order.ts'

/** The maintenance interface of one set of accounts, open to whoever has its permission: the program of that name alone. */
export function accountMaintenanceRoutes(prefix: `/api/${string}`, title: string, permission: Permission, book: AccountBook): ApiImplementation {
  return implementApi(accountMaintenanceApi(prefix, title, permission), {
    accounts: async (ctx, { query: { after, limit } }) => {
      requirePermission(ctx, permission)
      const items = await book.list(ctx, after, limit)
      return { items, next: items.length < limit ? null : (items.at(-1)?.account ?? null) }
    },
    account: async (ctx, { params }) => {
      requirePermission(ctx, permission)
      const found = await book.find(ctx, params.account)
      if (!found) throw accountOrderErrors['not-found']({ detail: params.account })
      return found
    },
    roles: async (ctx) => {
      requirePermission(ctx, permission)
      return { items: await book.roles(ctx) }
    },
    plan: (ctx, { body }) => planAccountChange(ctx, book, permission, body.change),
    carryOut: async (ctx, { body }, facts) => {
      const { change, order } = body
      facts.tellAudit({ object: { kind: 'account', id: change.account }, details: { target: book.target, order: order.number, requester: order.requester, approver: order.approver, change } })
      return carryOutAccountOrder(ctx, book, permission, body)
    },
  })
}
