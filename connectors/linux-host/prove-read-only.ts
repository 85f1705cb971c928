import type { ReadOnlyProof } from '../connector.ts'
import type { HostCommand } from './host.ts'

/** Groups whose members can become root or write to disks on the common distributions. */
const governing = new Set(['root', 'wheel', 'sudo', 'admin', 'docker', 'lxd', 'libvirt', 'disk', 'shadow'])

export async function proveHostReadOnly(run: (command: HostCommand) => Promise<string>): Promise<ReadOnlyProof> {
  const isRoot = (await run('userId')).trim() === '0'
  const groups = (await run('groups')).trim().split(/\s+/)
  const powers = groups.filter((group) => governing.has(group))
  return {
    isReadOnly: !isRoot && powers.length === 0,
    lines: [
      isRoot ? '账户是 root（UID 0），可写一切' : '账户不是 root',
      powers.length === 0 ? `所属用户组 ${groups.join('、')}，均不能提升权限` : `所属用户组 ${powers.join('、')} 可提升权限或直接写盘`,
      '本系统只读取固定的文件和命令；文件系统上逐个文件的写权限与 sudoers 未作检查',
    ],
  }
}
