import type { Command } from 'commander'
import { readConfig } from '#platform/config/config.ts'
import type { CliIo } from '../cli-io.ts'
import { readRoles } from './process-role.ts'
import { startProduct } from './start-product.ts'

/** `xinyun start [--run=api,worker,subsystems] [--scale N]`: everything on this machine, until SIGTERM. */
export function registerStartCommand(program: Command, io: CliIo): void {
  program
    .command('start')
    .description('启动运维中心与六个子系统；SIGTERM 或 Ctrl+C 停止')
    .option('--run <roles>', '要运行的角色：api（页面与接口）、worker（后台作业）、subsystems（六个子系统），逗号分隔', 'api,worker,subsystems')
    .option('--scale <n>', '子系统合成数据的规模', '1')
    .action(async (options: { run: string; scale: string }) => {
      const roles = readRoles(options.run)
      const scale = Number(options.scale)
      if ('problem' in roles || !Number.isInteger(scale) || scale < 1) {
        if ('problem' in roles) io.stderr(roles.problem)
        if (!Number.isInteger(scale) || scale < 1) io.stderr('--scale 须为正整数')
        io.setExit(2)
        return
      }
      io.setExit(await startProduct({ config: readConfig(), roles: roles.roles, scale, say: io.stderr, announce: io.stdout }))
    })
}
