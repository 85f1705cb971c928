import type { z } from 'zod'

import type { accountInterface } from './account-interface.ts'

/**
 * Settings for a system that offers the account maintenance interface as we publish it (documented in each subsystem's
 * OpenAPI): nothing but its prefix need be known, and whether a role's end is kept as an instant or a day.
 */
export function publishedAccountInterface(prefix: string, validity: 'instant' | 'date'): z.input<typeof accountInterface> {
  return {
    list: { path: `${prefix}/accounts?after={{after}}&limit=200`, items: '/items', next: '/next' },
    read: { path: `${prefix}/accounts/{{account}}` },
    roles: { path: `${prefix}/roles`, items: '/items', role: '/role', title: '/title', isPrivileged: '/isPrivileged', exclusionGroup: '/exclusionGroup' },
    fields: { account: '/account', displayName: '/displayName', unit: '/unit', post: '/post', state: '/state', roles: '/roles', role: '/role', roleValidTo: '/validTo', validTo: '/validTo', lastUsedAt: '/lastUsedAt', isService: '/isService', version: '/version' },
    states: { active: 'active', suspended: 'suspended', closed: 'closed' },
    validity,
    plan: { path: `${prefix}/plan`, body: { change: '{{change}}' }, before: '/before', after: '/after', steps: '/steps' },
    changes: { any: { path: `${prefix}/changes`, headers: { 'x-xinyun': '1' }, body: { key: '{{key}}', basis: '{{basis}}', order: '{{order}}', change: '{{change}}' } } },
    repeated: { pointer: '/outcome', equals: 'repeated' },
    mustRefuse: ['/api/case-items', '/api/runtime', '/api/identity/users', '/api/identity/roles'],
  }
}
