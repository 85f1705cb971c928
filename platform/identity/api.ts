import { z } from 'zod'
import { closedSet, type Member } from '#shared/closed-set.ts'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField, instantField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { describePasswordPolicy, standardPasswordPolicy } from './passwords/password-policy.ts'

/** Shown beside every field for a new password. */
export const passwordRules: readonly string[] = describePasswordPolicy(standardPasswordPolicy)

export const userState = closedSet({ active: '正常', suspended: '停用', closed: '注销' })
export type UserState = Member<typeof userState>

export const roleGrantState = closedSet({ pending: '待批准', active: '有效', refused: '不批准', revoked: '已收回', expired: '已到期' })
export type RoleGrantState = Member<typeof roleGrantState>

export const signInState = closedSet({ 'signed-in': '已登录', 'totp-needed': '需要动态验证码', 'password-change-needed': '需要更换密码' })
export type SignInState = Member<typeof signInState>

export const sessionEnd = closedSet({
  'signed-out': '本人退出',
  idle: '长时间未操作',
  expired: '超过最长时限',
  replaced: '在别处重新登录',
  'password-changed': '密码已更换',
  'roles-changed': '角色已变更',
  'state-changed': '账号状态已变更',
  'ended-by-administrator': '管理员结束',
})
export type SessionEnd = Member<typeof sessionEnd>

const username = z
  .string()
  .trim()
  .regex(/^[a-zA-Z][a-zA-Z0-9._-]{2,31}$/, '用户名须以字母开头，由 3–32 个字母、数字、点、下划线或短横线组成')
const text = (max: number) => z.string().trim().max(max)
const reason = z.string().trim().min(2, '请写明原因').max(500)
const phone = z.string().trim().regex(/^(1\d{10}|0\d{2,3}-?\d{7,8})$/, '请填写手机号或带区号的座机号')
const email = z.email('请填写有效的邮箱')
const version = z.number().int().min(1)
const signInAnswer = z.object({ state: signInState.schema })
const userParams = z.object({ userId: z.uuid() })
const roleRef = z.object({ code: z.string(), title: z.string() })

/** Contact fields arrive masked (`138****0001`) except in the detail seen by whoever may manage users. */
export const userSummary = z.object({
  userId: z.uuid(),
  username: z.string(),
  displayName: z.string(),
  kind: z.enum(['person', 'service']),
  unit: z.string(),
  post: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  state: userState.schema,
  isLocked: z.boolean(),
  hasTotp: z.boolean(),
  roles: z.array(roleRef),
  lastSignInAt: instantField.nullable(),
  version: z.number().int(),
})
export type UserSummary = z.output<typeof userSummary>

export const roleGrant = z.object({
  roleGrantId: z.uuid(),
  userId: z.uuid(),
  username: z.string(),
  displayName: z.string(),
  role: roleRef,
  state: roleGrantState.schema,
  reason: z.string(),
  requestedBy: z.string(),
  requestedAt: instantField,
  decidedBy: z.string().nullable(),
  decidedAt: instantField.nullable(),
  decisionReason: z.string().nullable(),
  /** Last business date on which the grant holds; null without end. */
  validTo: dateField.nullable(),
})
export type RoleGrantAnswer = z.output<typeof roleGrant>

export const userDetail = userSummary.extend({
  mustChangePassword: z.boolean(),
  passwordChangedAt: instantField,
  lockedUntil: instantField.nullable(),
  createdAt: instantField,
  updatedAt: instantField,
  updatedBy: z.string(),
  grants: z.array(roleGrant),
})
export type UserDetail = z.output<typeof userDetail>

export const sessionView = z.object({
  sessionId: z.uuid(),
  createdAt: instantField,
  lastSeenAt: instantField,
  expiresAt: instantField,
  address: z.string(),
  userAgent: z.string(),
  isCurrent: z.boolean(),
  endedAt: instantField.nullable(),
  endReason: sessionEnd.schema.nullable(),
})

export const role = roleRef.extend({
  description: z.string(),
  /** Roles of one group exclude each other in one person; `three-powers` is 三权分立. */
  exclusionGroup: z.string().nullable(),
  requiresTotp: z.boolean(),
  holders: z.number().int(),
  /** `allows`: the sentences of the endpoints that this permission opens. */
  permissions: z.array(z.object({ code: z.string(), allows: z.array(z.string()) })),
})

const initialPassword = z.object({ userId: z.uuid(), /** Shown once, must be changed at the next sign-in. */ initialPassword: z.string() })

export const me = z.object({
  user: z.object({
    userId: z.uuid(),
    username: z.string(),
    displayName: z.string(),
    unit: z.string(),
    roles: z.array(roleRef),
    mustChangePassword: z.boolean(),
    hasTotp: z.boolean(),
    /** A role of this person rests until the second factor is enrolled: show the enrolment first. */
    mustEnrolTotp: z.boolean(),
  }),
  permissions: z.array(z.string()),
  idleTimeoutMinutes: z.number().int(),
})

const changed = z.object({ version: z.number().int() })

/**
 * Sign-in and accounts. Endpoints that finish a sign-in are `public`: a half-made session acts as nobody everywhere,
 * and they look at the session token themselves.
 */
export const identityApi = defineApi({
  prefix: '/api/identity',
  title: '登录与用户',
  endpoints: {
    signIn: {
      method: 'POST', path: '/sign-in', summary: '以用户名和密码登录', permission: 'public', audit: 'session.started',
      body: z.object({ username: z.string().trim().min(1, '请输入用户名').max(64), password: z.string().min(1, '请输入密码').max(256) }),
      response: signInAnswer,
    },
    totp: {
      method: 'POST', path: '/totp', summary: '以动态验证码或恢复码完成登录', permission: 'public', audit: 'session.totp-passed',
      body: z.object({ code: z.string().trim().min(6, '请输入验证码').max(32) }),
      response: signInAnswer,
    },
    changePassword: {
      method: 'POST', path: '/change-password', summary: '更换本人密码，其余会话随之结束', permission: 'public', audit: 'user.password-changed',
      body: z.object({ currentPassword: z.string().max(256), newPassword: z.string().max(256) }),
      response: signInAnswer,
    },
    signOut: { method: 'POST', path: '/sign-out', summary: '退出登录', permission: 'public', audit: 'session.ended' },
    signOutEverywhere: { method: 'POST', path: '/sign-out-everywhere', summary: '结束本人的全部会话', permission: 'signed-in', audit: 'session.all-ended' },
    me: { method: 'GET', path: '/me', summary: '当前登录的人及其权限', permission: 'signed-in', audit: 'none', response: me },
    // A page that asks on opening must not see a refusal: browsers report every 401 as an error.
    current: { method: 'GET', path: '/current', summary: '当前登录的人，未登录时为空', permission: 'public', audit: 'none', response: z.object({ me: me.nullable() }) },
    mySessions: { method: 'GET', path: '/my-sessions', summary: '本人的会话', permission: 'signed-in', audit: 'none', response: z.object({ items: z.array(sessionView) }) },
    endMySession: {
      method: 'POST', path: '/my-sessions/:sessionId/end', summary: '结束本人的一个会话', permission: 'signed-in', audit: 'session.ended',
      params: z.object({ sessionId: z.uuid() }),
    },
    enrolTotp: {
      method: 'POST', path: '/totp/enrol', summary: '申领动态验证码密钥（确认后生效）', permission: 'signed-in', audit: 'user.totp-enrolment-started',
      response: z.object({ otpauthUrl: z.string(), secret: z.string(), qrSvg: z.string() }),
    },
    confirmTotp: {
      method: 'POST', path: '/totp/confirm', summary: '以一个验证码确认启用，取得恢复码', permission: 'signed-in', audit: 'user.totp-enrolled',
      body: z.object({ code: z.string().trim().regex(/^\d{6}$/, '请输入 6 位数字') }),
      response: z.object({ recoveryCodes: z.array(z.string()) }),
    },
    disableTotp: {
      method: 'POST', path: '/totp/disable', summary: '停用本人的动态验证码', permission: 'signed-in', audit: 'user.totp-disabled',
      body: z.object({ password: z.string().min(1, '请输入密码').max(256) }),
    },

    users: {
      method: 'GET', path: '/users', summary: '用户列表', permission: 'user:read', audit: 'none',
      query: listQuery.extend({ state: userState.schema.optional(), role: z.string().max(64).optional(), kind: z.enum(['person', 'service']).optional() }),
      response: listOf(userSummary),
      sheet: sheetOf('用户', userSummary, {
        username: '用户名', displayName: '姓名', unit: '单位', post: '岗位', roles: ['角色', (roles) => roles.map(({ title }) => title).join('、')], state: ['状态', userState.titles], isLocked: '已锁定', hasTotp: '动态验证码', phone: '电话', email: '邮箱', lastSignInAt: '最近登录',
      }),
    },
    user: { method: 'GET', path: '/users/:userId', summary: '一个用户的详情', permission: 'user:read', audit: 'none', params: userParams, response: userDetail },
    createUser: {
      method: 'POST', path: '/users', summary: '新建用户，取得一次性的初始密码', permission: 'user:manage', audit: 'user.created',
      body: z.object({
        username, displayName: text(64).min(1, '请填写姓名'), unit: text(100).default(''), post: text(100).default(''),
        phone: phone.nullish(), email: email.nullish(), roles: z.array(z.string().max(64)).max(20).default([]),
      }),
      response: initialPassword,
    },
    updateUser: {
      method: 'PATCH', path: '/users/:userId', summary: '修改用户资料', permission: 'user:manage', audit: 'user.updated', params: userParams,
      body: z.object({
        version, displayName: text(64).min(1, '请填写姓名').optional(), unit: text(100).optional(), post: text(100).optional(),
        phone: phone.nullish(), email: email.nullish(),
      }),
      response: changed,
    },
    suspendUser: { method: 'POST', path: '/users/:userId/suspend', summary: '停用账号，结束其会话', permission: 'user:manage', audit: 'user.suspended', params: userParams, body: z.object({ version, reason }), response: changed },
    reopenUser: { method: 'POST', path: '/users/:userId/reopen', summary: '恢复停用的账号', permission: 'user:manage', audit: 'user.reopened', params: userParams, body: z.object({ version, reason }), response: changed },
    closeUser: { method: 'POST', path: '/users/:userId/close', summary: '注销账号，收回其角色；不可恢复', permission: 'user:manage', audit: 'user.closed', params: userParams, body: z.object({ version, reason }), response: changed },
    unlockUser: { method: 'POST', path: '/users/:userId/unlock', summary: '解除登录锁定', permission: 'user:manage', audit: 'user.unlocked', params: userParams },
    resetPassword: { method: 'POST', path: '/users/:userId/reset-password', summary: '重置密码，取得一次性的初始密码', permission: 'user:manage', audit: 'user.password-reset', params: userParams, response: initialPassword },
    resetTotp: { method: 'POST', path: '/users/:userId/reset-totp', summary: '清除其动态验证码（遗失设备）', permission: 'totp:reset', audit: 'user.totp-reset', params: userParams, body: z.object({ reason }) },

    roles: { method: 'GET', path: '/roles', summary: '角色及其权限', permission: 'role:read', audit: 'none', response: z.object({ items: z.array(role) }) },
    roleGrants: {
      method: 'GET', path: '/role-grants', summary: '角色授予记录', permission: 'role:read', audit: 'none',
      query: listQuery.extend({ state: roleGrantState.schema.optional(), userId: z.uuid().optional(), role: z.string().max(64).optional() }),
      response: listOf(roleGrant),
      sheet: sheetOf('角色授予', roleGrant, {
        displayName: '姓名', username: '用户名', role: ['角色', ({ title }) => title], state: ['状态', roleGrantState.titles], reason: '理由', requestedBy: '申请人', requestedAt: '申请', decidedBy: '审批人', decidedAt: '审批', decisionReason: '审批意见',
      }),
    },
    requestRole: {
      method: 'POST', path: '/users/:userId/role-grants', summary: '申请给用户授予角色，由安全管理员批准', permission: 'role-grant:request', audit: 'role-grant.requested', params: userParams,
      body: z.object({ role: z.string().min(1).max(64), reason, validTo: dateField.nullish() }),
      response: z.object({ roleGrantId: z.uuid() }),
    },
    approveRole: { method: 'POST', path: '/role-grants/:roleGrantId/approve', summary: '批准授予', permission: 'role-grant:approve', audit: 'role-grant.approved', params: z.object({ roleGrantId: z.uuid() }) },
    refuseRole: { method: 'POST', path: '/role-grants/:roleGrantId/refuse', summary: '不批准授予', permission: 'role-grant:approve', audit: 'role-grant.refused', params: z.object({ roleGrantId: z.uuid() }), body: z.object({ reason }) },
    revokeRole: { method: 'POST', path: '/role-grants/:roleGrantId/revoke', summary: '收回角色或撤回申请', permission: 'role-grant:revoke', audit: 'role-grant.revoked', params: z.object({ roleGrantId: z.uuid() }), body: z.object({ reason }) },

    sessions: { method: 'GET', path: '/users/:userId/sessions', summary: '一个用户的会话', permission: 'session:read', audit: 'none', params: userParams, response: z.object({ items: z.array(sessionView) }) },
    endSession: { method: 'POST', path: '/sessions/:sessionId/end', summary: '结束一个会话', permission: 'session:end', audit: 'session.ended', params: z.object({ sessionId: z.uuid() }) },
  },
})
