/**
 * Writes `docs/clock-input.schema.json`, the published JSON schema of the file that `clock explain` reads, from the zod
 * schema that really checks it.
 */
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { clockInput } from '../shared/deadline-clock/clock-input.ts'

export const clockSchemaFile = new URL('../docs/clock-input.schema.json', import.meta.url)

export function clockSchemaText(): string {
  const { $schema, ...schema } = z.toJSONSchema(clockInput, { io: 'input', target: 'draft-2020-12' })
  return `${JSON.stringify({ $schema, title: '时限时钟输入', description: 'clock explain 读取的文件：目标、服务时段和事件', ...schema }, undefined, 2)}\n`
}

if (import.meta.main) await writeFile(clockSchemaFile, clockSchemaText())
