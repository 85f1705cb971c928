import { StateTag } from '#web/kit/state/state-tag.tsx'
import { roleGrantState, sessionEnd, userState, type RoleGrantState, type SessionEnd, type UserState } from '../api.ts'

const userTones = { active: 'good', suspended: 'caution', closed: 'muted' } as const
const grantTones = { pending: 'caution', active: 'good', refused: 'bad', revoked: 'muted', expired: 'muted' } as const

export function UserStateTag({ state, isLocked }: { state: UserState; isLocked: boolean }) {
  if (isLocked && state === 'active') return <StateTag word="锁定" tone="bad" reason="登录失败次数过多" />
  return <StateTag word={userState.titles[state]} tone={userTones[state]} />
}

export function GrantStateTag({ state }: { state: RoleGrantState }) {
  return <StateTag word={roleGrantState.titles[state]} tone={grantTones[state]} />
}

export function SessionStateTag({ endReason, isCurrent }: { endReason: SessionEnd | null; isCurrent: boolean }) {
  if (endReason !== null) return <StateTag word={sessionEnd.titles[endReason]} tone="muted" />
  return <StateTag word={isCurrent ? '当前会话' : '在线'} tone="good" />
}

export function roleTitles(roles: ReadonlyArray<{ title: string }>): string {
  return roles.map(({ title }) => title).join('、') || '—'
}
