import type { Connector } from '../connector.ts'
import { openTlsCertificate } from './open-tls-certificate.ts'
import { tlsCertificateQuestion } from './questions.ts'
import { tlsCertificateSecrets, tlsCertificateSettings } from './settings.ts'

export const tlsCertificate: Connector<typeof tlsCertificateSettings, typeof tlsCertificateSecrets, typeof tlsCertificateQuestion> = {
  kind: 'tls-certificate',
  title: 'TLS 证书',
  settings: tlsCertificateSettings,
  secrets: tlsCertificateSecrets,
  question: tlsCertificateQuestion,
  abilities: ['ask'],
  addresses: ({ host, port }) => [{ host, port }],
  trial: { measure: 'protocol' },
  open: openTlsCertificate,
}
