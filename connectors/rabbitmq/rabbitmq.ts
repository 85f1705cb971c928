import type { Connector } from '../connector.ts'
import { openRabbitmq } from './open-rabbitmq.ts'
import { rabbitmqQuestion } from './questions.ts'
import { rabbitmqSecrets, rabbitmqSettings } from './settings.ts'

export const rabbitmq: Connector<typeof rabbitmqSettings, typeof rabbitmqSecrets, typeof rabbitmqQuestion> = {
  kind: 'rabbitmq',
  title: 'RabbitMQ 消息队列',
  settings: rabbitmqSettings,
  secrets: rabbitmqSecrets,
  question: rabbitmqQuestion,
  abilities: ['ask'],
  addresses: ({ host, port, amqpPort }) => [
    { host, port },
    { host, port: amqpPort },
  ],
  open: openRabbitmq,
}
