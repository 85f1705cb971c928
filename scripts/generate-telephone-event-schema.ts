/** `docs/telephone-event.schema.json`, the published JSON schema of what exchanges send, from the zod schema that really checks it. */
import { z } from 'zod'
import { telephoneEvent } from '../services/service-desk/telephony/telephone-event.ts'

export function telephoneEventSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(telephoneEvent, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' })
  return `${JSON.stringify({ $schema, title: '电话事件', description: '总机发给 /api/telephone-sources/<来源>/events 的一个事件；签名见 docs/guides/电话接入.md', ...schema }, undefined, 2)}\n`
}
