import type { Connector } from '../connector.ts'
import { placeOf } from '../http-exchange.ts'
import { openNginx } from './open-nginx.ts'
import { nginxQuestion } from './questions.ts'
import { nginxSecrets, nginxSettings } from './settings.ts'

export const nginx: Connector<typeof nginxSettings, typeof nginxSecrets, typeof nginxQuestion> = {
  kind: 'nginx',
  title: 'nginx 反向代理',
  settings: nginxSettings,
  secrets: nginxSecrets,
  question: nginxQuestion,
  abilities: ['ask'],
  addresses({ statusUrl, securePort }) {
    const place = placeOf(new URL(statusUrl))
    return securePort === undefined ? [place] : [place, { host: place.host, port: securePort }]
  },
  open: openNginx,
}
