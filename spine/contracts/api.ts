import { z } from 'zod'
import { defineApi } from '#shared/define-api.ts'
import { instantField } from '#shared/instant.ts'

const counted = z.object({ planned: z.number(), met: z.number(), missed: z.number(), open: z.number() })

export const contractsApi = defineApi({
  prefix: '/api/contract',
  title: '合同',
  endpoints: {
    getContract: {
      method: 'GET',
      path: '',
      summary: '现行合同：期限、各方、价格、条款与义务、歧义、引用文件',
      permission: 'contract:read',
      audit: 'none',
      response: z.object({
        contractId: z.string(),
        code: z.string(),
        title: z.string(),
        isDemonstration: z.boolean(),
        termFrom: z.string(),
        termTo: z.string(),
        version: z.number(),
        loadedAt: instantField,
        documentSm3: z.string(),
        parties: z.array(z.object({ id: z.string(), title: z.string(), role: z.string() })),
        periods: z.array(z.object({ title: z.string(), from: z.string(), to: z.string().nullable() })),
        prices: z.object({
          total: z.string(),
          totalInWords: z.string(),
          subsystems: z.array(z.object({ code: z.string(), title: z.string(), subtotal: z.string() })),
          modules: z.array(z.object({ code: z.string(), title: z.string(), subtotal: z.string() })),
          cells: z.array(z.object({ subsystem: z.string(), module: z.string(), amount: z.string() })),
        }),
        clauses: z.array(
          z.object({ code: z.string(), title: z.string(), duty: z.string(), clause: z.string(), service: z.string(), actors: z.array(z.string()), deadline: z.string(), judgement: z.string(), evidence: z.array(z.string()), money: z.array(z.string()), ambiguities: z.array(z.string()), counts: counted }),
        ),
        payments: z.array(z.object({ id: z.string(), title: z.string(), clause: z.string(), percent: z.number(), amount: z.string(), conditions: z.array(z.string()), targetBefore: z.string().nullable() })),
        penalties: z.array(z.object({ code: z.string(), title: z.string(), clause: z.string(), rule: z.string() })),
        documents: z.array(z.object({ id: z.string(), title: z.string(), clause: z.string(), status: z.string(), note: z.string() })),
        sharingLinks: z.array(z.object({ id: z.string(), title: z.string(), subsystem: z.string(), counterparty: z.string() })),
        inconsistencies: z.array(z.object({ id: z.string(), clause: z.string(), found: z.string(), handling: z.string() })),
      }),
    },
    getTerm: {
      method: 'GET',
      path: '/term',
      summary: '现行合同的名称与期限',
      permission: 'contract:read',
      audit: 'none',
      response: z.object({ title: z.string(), isDemonstration: z.boolean(), termFrom: z.string(), termTo: z.string(), today: z.string() }),
    },
    listAmbiguities: {
      method: 'GET',
      path: '/ambiguities',
      summary: '合同歧义及现行取值',
      permission: 'contract:read',
      audit: 'none',
      response: z.object({
        items: z.array(
          z.object({ id: z.string(), clause: z.string(), problem: z.string(), effect: z.string(), owner: z.string(), effectiveOn: z.string(), default: z.string(), inForce: z.string(), options: z.array(z.object({ id: z.string(), title: z.string() })), obligations: z.array(z.string()), decidedBy: z.object({ decisionId: z.string(), reason: z.string(), decidedByName: z.string(), decidedOn: z.string(), effectiveOn: z.string() }).nullable() }),
        ),
      }),
    },
    listContractVersions: {
      method: 'GET',
      path: '/versions',
      summary: '合同数据的历次版本',
      permission: 'contract:read',
      audit: 'none',
      response: z.object({ items: z.array(z.object({ version: z.number(), documentSm3: z.string(), loadedAt: instantField, loadedByName: z.string().nullable() })) }),
    },
  },
})
