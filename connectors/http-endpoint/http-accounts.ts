import { canonicalJson } from '#platform/crypto/canonical-json.ts'
import { sm3 } from '#platform/crypto/sm3.ts'
import { businessDate, formatInstant, instantOf } from '#shared/instant.ts'
import { accountAfter, isReached, isSameAccount, type AccountChange, type HeldRole, type TargetAccount, type TargetRole } from '#shared/maintenance/target-account.ts'

import type { AccountDoor, AccountPlan, AccountWarrant, ConnectorFailure } from '../connector.ts'
import type { HttpResponse } from '../http-exchange.ts'
import { valueAt } from '../json-pointer.ts'
import type { LimitedDoor } from '../limit-door.ts'
import { failure } from '../network-failure.ts'
import type { AccountInterface, AccountRequest } from './account-interface.ts'
import { type CallContext, callEndpoint } from './call.ts'

/** Pages that a list may have before it is taken for one that never ends. */
const MAX_PAGES = 10_000
/** Stands in a dry run for what only the execution knows. */
const UNWARRANTED: AccountWarrant = { key: '（执行时给定）', basis: null, order: { number: '（执行时给定）', requester: '', approver: '', executor: '', reason: '' } }

/** Accounts of a system that offers an interface of its own for them. */
export function openHttpAccounts(face: AccountInterface, { context, door, where }: { context: CallContext; door: LimitedDoor; where: string }): AccountDoor {
  const conflict = (detail: string) => failure('conflict', where, detail)
  const keep = roundTo(face)

  const call = async (request: { path: string; method: string; headers?: Readonly<Record<string, string>>; body?: unknown }, words: Words, signal: AbortSignal | undefined): Promise<HttpResponse> => {
    const texts = new Map(context.words)
    for (const [name, value] of Object.entries(words)) if (typeof value === 'string') texts.set(name, value)
    const body = request.body === undefined ? undefined : JSON.stringify(filled(request.body, words))
    return (await door.within((allowance) => callEndpoint({ ...context, words: texts }, { path: request.path, method: request.method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...request.headers }, login: face.login, ...(body === undefined ? {} : { body: escaped(body) }) }, allowance), signal)).outcome
  }
  const get = async (path: string, words: Words, signal: AbortSignal | undefined) => jsonOf(await call({ path, method: 'GET' }, words, signal), where)

  const readAccount = async (account: string, signal?: AbortSignal): Promise<TargetAccount | null> => {
    const response = await call({ path: face.read.path, method: 'GET' }, { account }, signal)
    return response.status === face.read.absentStatus ? null : accountOf(face, valueAt(jsonOf(response, where), face.read.item), where)
  }
  const listRoles = async (signal?: AbortSignal): Promise<TargetRole[]> => {
    const { path, items, role, title, isPrivileged, exclusionGroup } = face.roles
    return listAt(await get(path, {}, signal), items, where).map((row) => {
      const group = exclusionGroup === undefined ? null : valueAt(row, exclusionGroup)
      return { role: textAt(row, role), title: textAt(row, title), isPrivileged: isPrivileged !== undefined && valueAt(row, isPrivileged) === true, exclusionGroup: typeof group === 'string' && group !== '' ? group : null }
    })
  }

  const requestOf = (change: AccountChange): AccountRequest => {
    const request = face.changes[change.kind] ?? face.changes.any
    if (request === undefined) throw failure('unsupported', where, `该系统的接口未映射此类调整（${change.kind}）`)
    return request
  }
  const planOn = (before: TargetAccount | null, change: AccountChange): AccountPlan => {
    const after = accountAfter(before, storable(face, change), keep)
    if (!after.ok) throw conflict(after.problems.map(({ message }) => message).join('；'))
    const request = requestOf(change)
    return { before, after: after.value, steps: [{ does: `调用账号维护接口 ${request.method} ${request.path}`, statement: `${request.method} ${request.path}`, parameters: [filled(request.body, wordsOf(face, change, UNWARRANTED, after.value))] }] }
  }

  return {
    async checkMapping(signal) {
      // Settings are right when the live system answers by them.
      try {
        await listRoles(signal)
        accountsOf(face, await get(face.list.path, { after: '' }, signal), where)
        return []
      } catch (error) {
        if (error instanceof Error && 'failure' in error && (error.failure === 'bad-answer' || error.failure === 'unsupported')) return [error.message]
        throw error
      }
    },
    listRoles,
    async *listAccounts(signal) {
      let after = ''
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await get(face.list.path, { after }, signal)
        const items = accountsOf(face, answer, where)
        if (items.length > 0) yield items
        const next = face.list.next === undefined ? null : valueAt(answer, face.list.next)
        if ((typeof next !== 'string' && typeof next !== 'number') || String(next) === '' || String(next) === after) return
        after = String(next)
      }
      throw failure('bad-answer', where, `账号清单超过 ${MAX_PAGES} 页`)
    },
    readAccount,
    async planChange(change, signal) {
      const before = await readAccount(change.account, signal)
      const worked = planOn(before, change)
      if (face.plan === undefined) {
        const granted = 'grant' in change ? change.grant : []
        const offered = granted.length === 0 ? [] : await listRoles(signal)
        const unknown = granted.filter(({ role }) => !offered.some((one) => one.role === role)).map(({ role }) => role)
        if (unknown.length > 0) throw conflict(`没有角色 ${unknown.join('、')}`)
        return worked
      }
      const answer = jsonOf(await call(face.plan, wordsOf(face, change, UNWARRANTED, worked.after), signal), where)
      const told = accountOf(face, valueAt(answer, face.plan.after), where)
      // The system's own dry run decides; where it differs from ours the change is not what was asked for.
      if (!isSameAccount(told, worked.after)) throw conflict('目标系统试运行的结果与申请不一致')
      return { before, after: told, steps: listAt(answer, face.plan.steps, where).map((step) => ({ does: String(step), statement: `${requestOf(change).method} ${requestOf(change).path}`, parameters: worked.steps[0]?.parameters ?? [] })) }
    },
    async applyChange(change, warrant, signal) {
      const present = await readAccount(change.account, signal)
      // A system that knows keys tells a repetition itself; one that does not is looked at first.
      if (face.repeated === undefined && (present?.version ?? null) !== warrant.basis) {
        if (present !== null && isReached(present, storable(face, change), keep)) return { outcome: 'repeated', after: present }
        throw conflict(`账号 ${change.account} 在试运行之后已被改动，请重新核对`)
      }
      const request = requestOf(change)
      const goal = accountAfter(present, storable(face, change), keep)
      // What is not there can not be changed, whatever status the system would say it with; without keys what is read is what it goes by.
      if (!goal.ok && (face.repeated === undefined || (present === null && change.kind !== 'create'))) throw conflict(goal.problems.map(({ message }) => message).join('；'))
      const answer = jsonOf(await call(request, wordsOf(face, change, warrant, goal.ok ? goal.value : present), signal), where)
      const isRepeated = face.repeated !== undefined && valueAt(answer, face.repeated.pointer) === face.repeated.equals
      const after = await readAccount(change.account, signal)
      if (after === null) throw failure('bad-answer', where, `提交之后读不到账号 ${change.account}`)
      if (!isRepeated && !isReached(after, storable(face, change), keep)) throw failure('bad-answer', where, `账号 ${change.account} 读回的结果与预期不符`)
      return { outcome: isRepeated ? 'repeated' : 'applied', after }
    },
    async proveLimits() {
      const lines: string[] = []
      let isLimited = true
      const probe = async (path: string, told: string, login: AccountInterface['login'] | undefined) => {
        const { status } = (await door.within((allowance) => callEndpoint(context, { path, method: 'GET', headers: {}, login }, allowance))).outcome
        const isRefused = status === 401 || status === 403
        if (!isRefused) isLimited = false
        lines.push(`${told} GET ${path}：${isRefused ? `被拒绝（${status}）` : `未被拒绝（${status}）`}`)
      }
      await probe(face.roles.path, '不带令牌', undefined)
      for (const path of face.mustRefuse) await probe(path, '带令牌', face.login)
      if (face.mustRefuse.length === 0) {
        isLimited = false
        lines.push('未登记令牌应被拒绝的地址（mustRefuse），不能证明令牌只能维护账号')
      }
      return { isLimited, lines }
    },
  }
}

/** What people write may hold `{{`: in JSON text that is only ever inside a string, where it can be written so that the caller fills nothing in. */
function escaped(json: string): string {
  return json.replaceAll('{{', String.raw`{\u007b`)
}

type Words = Readonly<Record<string, unknown>>

function wordsOf(face: AccountInterface, change: AccountChange, { key, basis, order }: AccountWarrant, after: TargetAccount | null): Words {
  const held = ({ role, validTo }: HeldRole) => (face.heldRole === undefined ? undefined : filled(face.heldRole, { role, validTo: storedEnd(face, validTo) }))
  const grant = 'grant' in change ? change.grant.map((one) => held(one) ?? one) : []
  const state = change.kind === 'suspend' ? face.states.suspended : change.kind === 'close' ? face.states.closed : face.states.active
  return {
    key, basis: basis ?? '', account: change.account, change, order, grant,
    roles: (after?.roles ?? []).map((one) => held(one) ?? one.role),
    revoke: 'revoke' in change ? change.revoke : [],
    displayName: change.kind === 'create' ? change.displayName : '',
    unit: 'unit' in change ? change.unit : '',
    post: 'post' in change ? change.post : '',
    state: String(state),
    ...Object.fromEntries(Object.entries(order).map(([name, value]) => [`order.${name}`, value])),
  }
}

/** Texts with words in them; a text that is one word alone becomes its value, list or object as it is. */
function filled(value: unknown, words: Words): unknown {
  if (typeof value === 'string') {
    const alone = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(value)?.[1]
    if (alone !== undefined && Object.hasOwn(words, alone)) return words[alone]
    return value.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (all, name: string) => (Object.hasOwn(words, name) ? String(words[name]) : all))
  }
  if (Array.isArray(value)) return value.map((each) => filled(each, words))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, words)]))
}

function storable({ fields }: AccountInterface, change: AccountChange): AccountChange {
  if (change.kind !== 'create' && change.kind !== 'transfer') return change
  return { ...change, ...(fields.unit === undefined ? { unit: '' } : {}), ...(fields.post === undefined ? { post: '' } : {}) }
}

/** The end of a role as the system stores it; of a day, the last one that is still valid. */
function storedEnd({ validity }: AccountInterface, validTo: string | null): string | null {
  if (validTo === null || validity === 'none') return null
  return validity === 'date' ? businessDate(new Date(new Date(validTo).getTime() - 1)) : validTo
}

function roundTo({ validity }: AccountInterface): (validTo: string | null) => string | null {
  return (validTo) => {
    if (validTo === null || validity === 'none') return null
    const at = new Date(validTo).getTime()
    return formatInstant(validity === 'date' ? instantOf(businessDate(new Date(at - 1)), 1_440) : new Date(at))
  }
}

const refusals: Readonly<Record<number, ConnectorFailure>> = { 401: 'refused', 403: 'forbidden', 404: 'unsupported', 409: 'conflict', 412: 'conflict', 422: 'conflict', 423: 'conflict', 429: 'timeout', 503: 'unreachable' }

function jsonOf(response: HttpResponse, where: string): unknown {
  if (response.status < 200 || response.status > 299) throw failure(refusals[response.status] ?? 'bad-answer', where, `状态码 ${response.status}：${toldBy(response.body)}`)
  try {
    return response.body === '' ? null : (JSON.parse(response.body) as unknown)
  } catch {
    throw failure('bad-answer', where, `应答不是 JSON：${response.body.slice(0, 200)}`)
  }
}

/** The target's own words, from problem details (RFC 9457) where it speaks them. */
function toldBy(body: string): string {
  try {
    const { title, detail } = JSON.parse(body) as { title?: unknown; detail?: unknown }
    return [title, detail].filter((text) => typeof text === 'string').join('：').slice(0, 500) || body.slice(0, 200)
  } catch {
    return body.slice(0, 200)
  }
}

function accountsOf(face: AccountInterface, answer: unknown, where: string): TargetAccount[] {
  return listAt(answer, face.list.items, where).map((row) => accountOf(face, row, where))
}

function accountOf(face: AccountInterface, row: unknown, where: string): TargetAccount {
  const { fields, states } = face
  const optional = (pointer: string | undefined) => (pointer === undefined ? undefined : valueAt(row, pointer))
  const text = (pointer: string | undefined) => {
    const value = optional(pointer)
    return value === undefined || value === null ? '' : String(value)
  }
  const told = valueAt(row, fields.state)
  const state = (['active', 'suspended', 'closed'] as const).find((one) => String(told) === String(states[one]))
  if (text(fields.account) === '' || state === undefined) throw failure('bad-answer', where, `应答中的账号无法识别（账号“${text(fields.account)}”，状态“${String(told)}”），请核对字段映射`)
  const facts = {
    account: text(fields.account), displayName: text(fields.displayName), unit: text(fields.unit), post: text(fields.post), state,
    roles: listAt(row, fields.roles, where)
      .map((role) => ({ role: textAt(role, fields.role), validTo: momentOf(fields.roleValidTo === undefined ? null : valueAt(role, fields.roleValidTo), face.validity) }))
      .toSorted((one, other) => (one.role < other.role ? -1 : 1)),
    validTo: momentOf(optional(fields.validTo), 'instant'),
    isService: optional(fields.isService) === true,
  }
  const version = text(fields.version)
  return { ...facts, lastUsedAt: momentOf(optional(fields.lastUsedAt), 'instant'), version: version === '' ? sm3(canonicalJson(facts)).slice(0, 32) : version }
}

function momentOf(value: unknown, kind: AccountInterface['validity']): string | null {
  if (typeof value !== 'string' || value === '') return null
  return formatInstant(kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? instantOf(value, 1_440) : new Date(value))
}

function listAt(document: unknown, pointer: string, where: string): readonly unknown[] {
  const found = valueAt(document, pointer)
  if (!Array.isArray(found)) throw failure('bad-answer', where, `应答中 ${pointer === '' ? '整体' : pointer} 不是列表`)
  return found
}

function textAt(row: unknown, pointer: string): string {
  const value = pointer === '' ? row : valueAt(row, pointer)
  return value === undefined || value === null ? '' : String(value)
}
