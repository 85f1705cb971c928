import type { Connector } from './connector.ts'
import { httpEndpoint } from './http-endpoint/http-endpoint.ts'
import { linuxHost } from './linux-host/linux-host.ts'
import { mysql } from './mysql/mysql.ts'
import { nginx } from './nginx/nginx.ts'
import { postgres } from './postgres/postgres.ts'
import { rabbitmq } from './rabbitmq/rabbitmq.ts'
import { redis } from './redis/redis.ts'
import { tlsCertificate } from './tls-certificate/tls-certificate.ts'

/** Every kind of door that the centre can open. */
export const connectors: readonly Connector[] = Object.freeze([httpEndpoint, tlsCertificate, postgres, mysql, redis, rabbitmq, nginx, linuxHost])
