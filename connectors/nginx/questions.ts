import { z } from 'zod'

/**
 * - `active`, `reading`, `writing`, `waiting` connections now; `accepts`, `handled`, `requests` since the start
 * - `dropped` accepted but not handled since the start (a worker limit was hit)
 * - `connections-ratio` active per `maxConnections`; unsupported when that is not registered
 * - `status-ms` ms of the status page
 * - `legacy-protocol` true when the HTTPS listener accepts TLS 1.0 or 1.1; `protocol` the best version agreed on
 * - `config-ok` `nginx -t` passes; only where nginx runs on this machine and `local` is registered
 */
export const nginxMeasures = Object.freeze(['active', 'reading', 'writing', 'waiting', 'accepts', 'handled', 'requests', 'dropped', 'connections-ratio', 'status-ms', 'legacy-protocol', 'protocol', 'config-ok'] as const)
export type NginxMeasure = (typeof nginxMeasures)[number]

export const nginxQuestion = z.strictObject({ measure: z.enum(nginxMeasures) })
