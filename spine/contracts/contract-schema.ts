import { z } from 'zod'
import { contractFile } from './contract-document.ts'

/** The published JSON schema of a contract file, as text: `./xinyun contract schema > contracts/contract.schema.json`. */
export function contractSchemaText(): string {
  const schema = z.toJSONSchema(contractFile, { io: 'input' })
  return JSON.stringify({ ...schema, title: '合同数据文件', description: '合同目录中的一个文件；各部分可以分写在多个文件中，由入口文件的 include 汇总' }, undefined, 2)
}
