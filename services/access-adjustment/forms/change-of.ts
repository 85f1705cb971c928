import type { AccountChange } from '#shared/maintenance/target-account.ts'
import { accessKind, type AccessForm, type AccessLine } from './api.ts'

/** The change that a line asks of its target. `endsAt` is known once the form is approved; an undo is made of snapshots instead. */
export function changeOf({ kind }: Pick<AccessForm, 'kind'>, line: AccessLine, endsAt: string | null): AccountChange | null {
  const { account, displayName, unit, post, revoke } = line
  const grant = line.grant.map((role) => ({ role, validTo: endsAt }))
  switch (kind) {
    case 'new':
      return { kind: 'create', account, displayName, unit, post, grant }
    case 'change':
    case 'temporary':
    case 'privileged':
      return { kind: 'roles', account, grant, revoke }
    case 'transfer':
      return { kind: 'transfer', account, unit, post, grant, revoke }
    case 'suspend':
      return { kind: 'suspend', account }
    case 'reopen':
      return { kind: 'reopen', account }
    case 'leave':
      return { kind: 'close', account }
    case 'undo':
      return null
  }
}

/** What a line lacks or has too much of for its kind; the place is that of the field. */
export function lineProblems({ kind }: Pick<AccessForm, 'kind'>, line: AccessLine, place: string): Array<{ place: string; message: string }> {
  const problems: Array<{ place: string; message: string }> = []
  const tell = (field: string, message: string) => void problems.push({ place: `${place}.${field}`, message })
  const takesRoles = ['new', 'change', 'transfer', 'temporary', 'privileged'].includes(kind)
  if (kind === 'new' && line.displayName === '') tell('displayName', `${line.account}：新建账号须填写姓名`)
  if (['temporary', 'privileged'].includes(kind) && line.grant.length === 0) tell('grant', `${line.account}：请填写要授予的角色`)
  if (kind === 'change' && line.grant.length + line.revoke.length === 0) tell('grant', `${line.account}：请填写要授予或收回的角色`)
  if (kind === 'transfer' && line.unit === '' && line.post === '') tell('unit', `${line.account}：调岗须填写新的单位或岗位`)
  if (!takesRoles && line.grant.length + line.revoke.length > 0) tell('grant', `${line.account}：${accessKind.titles[kind]}不填写角色`)
  if (['new', 'temporary', 'privileged'].includes(kind) && line.revoke.length > 0) tell('revoke', `${line.account}：${accessKind.titles[kind]}不收回角色`)
  if (line.grant.some((role) => line.revoke.includes(role))) tell('revoke', `${line.account}：同一角色不能既授予又收回`)
  if (kind === 'undo' && line.undoes === undefined) tell('undoes', `${line.account}：撤销须指明原来的调整`)
  if (kind !== 'undo' && line.undoes !== undefined) tell('undoes', `${line.account}：只有撤销单才指明原来的调整`)
  return problems
}
