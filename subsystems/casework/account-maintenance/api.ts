import { z } from 'zod'
import { accountChange, accountOrder, targetAccount, targetRole } from '#shared/maintenance/target-account.ts'
import { defineApi, type Permission } from '#shared/define-api.ts'

const account = z.object({ account: z.string().min(1).max(64) })
const plan = z.object({ before: targetAccount.nullable(), after: targetAccount, steps: z.array(z.string()) })

/** The interface by which approved orders of the operations centre change accounts: the same for every set of accounts. */
export function accountMaintenanceApi(prefix: `/api/${string}`, title: string, permission: Permission) {
  return defineApi({
    prefix,
    title,
    endpoints: {
      accounts: { method: 'GET', path: '/accounts', summary: '账号清单，按账号分批', permission, audit: 'none', query: z.object({ after: z.string().max(64).default(''), limit: z.coerce.number().int().min(1).max(500).default(200) }), response: z.object({ items: z.array(targetAccount), next: z.string().nullable() }) },
      account: { method: 'GET', path: '/accounts/:account', summary: '一个账号的现状', permission, audit: 'none', params: account, response: targetAccount },
      roles: { method: 'GET', path: '/roles', summary: '可授予的角色', permission, audit: 'none', response: z.object({ items: z.array(targetRole) }) },
      plan: { method: 'POST', path: '/plan', summary: '试运行一项调整：现状、结果与步骤，不写入', permission, audit: 'none', body: z.object({ change: accountChange }), response: plan },
      carryOut: {
        method: 'POST', path: '/changes', summary: '按已审批的工单办理一项调整；同一标识只办理一次', permission, audit: 'account-order.carried-out',
        body: z.object({ key: z.string().min(8).max(200), /** Version of the account that the dry run saw, empty where there was none. */ basis: z.string().max(64), order: accountOrder, change: accountChange }),
        response: z.object({ outcome: z.enum(['applied', 'repeated']), before: targetAccount.nullable(), after: targetAccount }),
      },
    },
  })
}
