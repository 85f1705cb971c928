import { z } from 'zod'

import { tlsTrust } from '../http-exchange.ts'

/** An nginx, seen through its stub_status page. */
export const nginxSettings = z.strictObject({
  /** Address of the stub_status page, `http://10.1.2.3:8080/nginx_status`. */
  statusUrl: z.url({ protocol: /^https?$/ }).refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), '地址中不得包含用户名或密码，请填入凭据'),
  tls: tlsTrust.prefault({}),
  /** HTTPS listener whose protocol versions are tried. */
  securePort: z.int().min(1).max(65_535).optional(),
  /** Name asked for there (SNI), when it is not the host of `statusUrl`. */
  serverName: z.string().min(1).optional(),
  /** worker_processes × worker_connections, which the status page does not tell. */
  maxConnections: z.int().positive().optional(),
  /** Where nginx runs on this machine: its program and configuration, for the configuration test (`nginx -t`). */
  local: z.strictObject({ program: z.string().startsWith('/').default('/usr/sbin/nginx'), configFile: z.string().startsWith('/').default('/etc/nginx/nginx.conf') }).optional(),
})
export type NginxSettings = z.output<typeof nginxSettings>

/** For a status page behind HTTP Basic. */
export const nginxSecrets = z.strictObject({ username: z.string().optional(), password: z.string().optional() })
export type NginxSecrets = z.output<typeof nginxSecrets>
