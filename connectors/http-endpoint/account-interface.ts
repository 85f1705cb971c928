import { z } from 'zod'

/** A path on the same host; `{{account}}`, `{{after}}` and the like are filled in and encoded. */
const path = z.string().regex(/^\/(?!\/)[^\s#]*$/, '路径应以 / 开头，且不得含主机名')
const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, 'JSON 指针应形如 /a/b/0')
const scalar = z.union([z.string(), z.number(), z.boolean()])

/**
 * One write request. Text in `body` and `headers` may hold `{{key}}`, `{{basis}}`, `{{account}}`, `{{displayName}}`, `{{unit}}`,
 * `{{post}}`, `{{state}}`, `{{order.number}}`, `{{order.requester}}`, `{{order.approver}}`, `{{order.executor}}`, `{{order.reason}}`; a text that is
 * nothing but `{{grant}}`, `{{revoke}}`, `{{roles}}` (codes afterwards), `{{order}}` or `{{change}}` becomes that value itself.
 */
const request = z.strictObject({ method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST'), path, headers: z.record(z.string(), z.string()).default({}), body: z.unknown().optional() })

/** How a system's own account interface is spoken to: data in the connection's settings. */
export const accountInterface = z.strictObject({
  login: z.enum(['basic', 'bearer']).default('bearer'),
  /** Accounts page by page; `next` points at what `{{after}}` becomes, null or absent at the end. Without it one page is all. */
  list: z.strictObject({ path, items: pointer, next: pointer.optional() }),
  /** One account; `absentStatus` says that there is none. */
  read: z.strictObject({ path, item: pointer.default(''), absentStatus: z.int().default(404) }),
  roles: z.strictObject({ path, items: pointer, role: pointer, title: pointer, isPrivileged: pointer.optional(), exclusionGroup: pointer.optional() }),
  /** Where the values of an account are in its JSON. */
  fields: z.strictObject({
    account: pointer,
    displayName: pointer,
    unit: pointer.optional(),
    post: pointer.optional(),
    state: pointer,
    /** List of role codes, or of objects with the code at `role`. */
    roles: pointer,
    role: pointer.default(''),
    roleValidTo: pointer.optional(),
    validTo: pointer.optional(),
    lastUsedAt: pointer.optional(),
    isService: pointer.optional(),
    version: pointer.optional(),
  }),
  states: z.strictObject({ active: scalar, suspended: scalar, closed: scalar }),
  /**
   * One role as the system takes it, with `{{role}}` and `{{validTo}}` (an instant, or the last day where `validity` is a day; null without
   * end): what `{{grant}}` and `{{roles}}` are then lists of. Without it `{{grant}}` is a list of `{ role, validTo }`, and `{{roles}}` one of codes.
   */
  heldRole: z.unknown().optional(),
  /** What of an end of a role's validity the system can hold. */
  validity: z.enum(['instant', 'date', 'none']).default('none'),
  /** The system's own dry run; without it the door works out itself what would be. */
  plan: request.extend({ before: pointer, after: pointer, steps: pointer }).optional(),
  /** The request of each kind of change, `any` where one serves all. A kind without a request is not offered. */
  changes: z.partialRecord(z.enum(['any', 'create', 'roles', 'suspend', 'reopen', 'transfer', 'close']), request),
  /** Paths that must be refused to this token: asked when its limits are to be proven. */
  mustRefuse: z.array(path).default([]),
  /** Where the answer to a change says that the key had been seen before. */
  repeated: z.strictObject({ pointer, equals: scalar }).optional(),
})
export type AccountInterface = z.output<typeof accountInterface>
export type AccountRequest = z.output<typeof request>
