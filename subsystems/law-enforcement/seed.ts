import { syntheticCreditCode } from '#shared/identifiers/credit-code.ts'
import { districts, regions } from '#subsystems/casework/reference/shared-reference.ts'
import { syntheticPersonName } from '#subsystems/casework/synthetic/names.ts'
import type { SeedContext } from '#subsystems/casework/synthetic/seed-context.ts'
import { appFunction } from './app/app-rights.ts'
import { initialContent } from './content/initial-content.ts'
import { loadContent, type ContentIds } from './content/seed-content.ts'
import { powers } from './reference.ts'
import { loadChecks } from './seed-checks.ts'
import { loadPenaltyCases } from './seed-penalty-cases.ts'

export type Organ = { readonly organId: number; readonly name: string; readonly shortName: string; readonly uscc: string }
export type Officer = { readonly officerId: number; readonly organId: number }
export type Registers = { readonly organs: readonly Organ[]; readonly officers: readonly Officer[]; readonly contentIds: ContentIds }

/** People who sign in on the web and in the APP as themselves. */
const ACCOUNTS = ['zhifa1', 'zhifa2', 'xuncha']

export async function seedLawEnforcement(context: SeedContext): Promise<void> {
  const registers = await loadRegisters(context)
  const checks = await loadChecks(context, registers)
  await loadPenaltyCases(context, registers, checks)
  await context.makeCases({
    itemCode: 'ZF-JB-01', prefix: 'JB', count: 30 * context.scale, handledBy: '举报受理岗', materials: ['举报材料'],
    of: (_at, draw) => {
      const project = draw.pick(context.world.projects)
      return { personId: draw.pick(context.world.persons).personId, projectId: project.projectId, subject: `反映${project.name}存在违法施工` }
    },
  })
  await context.load('enforcement.app_account', ACCOUNTS.map((username) => ({ username })))
  await context.load('enforcement.app_right', ACCOUNTS.flatMap((username) => appFunction.values.map((each) => ({ username, app_function: each, granted_at: context.now }))))
  await context.load('enforcement.app_version', [
    { platform: 'android', version: '1.4.0', minimum_version: '1.2.0', released_on: '2024-06-28', notes: '检查单离线填写' },
    { platform: 'ios', version: '1.4.0', minimum_version: '1.2.0', released_on: '2024-06-28', notes: '检查单离线填写' },
  ])
}

async function loadRegisters(context: SeedContext): Promise<Registers> {
  const draw = context.draw.fork('registers')
  const organs = ['110000', ...districts].map((region, at) => {
    const title = regions.find((one) => one.region === region)?.title ?? ''
    return { organId: at + 1, region, shortName: region === '110000' ? '市' : title.replace(/区$/, ''), name: `${title}住房城乡建设执法机构（示例）`, uscc: syntheticCreditCode(draw.random, { kind: '11', region: '110199' }), posts: draw.integer(8, 30) }
  })
  await context.load('enforcement.enforcement_organ', organs.map((one) => ({ enforcement_organ_id: one.organId, uscc: one.uscc, name: one.name, region: one.region, approved_posts: one.posts })))
  const officers = organs.flatMap(({ organId }) => Array.from({ length: 6 }, () => organId)).map((organId, at) => ({ officerId: at + 1, organId }))
  await context.load('enforcement.officer', officers.map(({ officerId, organId }) => {
    const name = syntheticPersonName(draw)
    return { officer_id: officerId, enforcement_organ_id: organId, officer_name: name, name_mask: context.personalData.maskName(name), cert_no: `0111${String(officerId).padStart(7, '0')}`, post_class: officerId % 5 === 0 ? 'B' : 'A', is_associated: draw.chance(0.9), username: ACCOUNTS[officerId - 1] ?? null }
  }))

  await context.load('enforcement.power', powers.map((power, at) => ({ power_id: at + 1, code: power.code, name: power.name, basis_finding: power.finding, basis_penalty: power.penalty, version: 1, is_effective: true })))
  const contentIds = await loadContent(context, initialContent)

  const years = [Number(context.today.slice(0, 4)) - 1, Number(context.today.slice(0, 4))]
  const plans = organs.flatMap(({ organId }) => years.map((year) => ({ organId, year }))).map((one, at) => ({ planId: at + 1, ...one }))
  await context.load('enforcement.annual_plan', plans.map(({ planId, organId, year }) => ({ annual_plan_id: planId, enforcement_organ_id: organId, year, scope: '辖区在建工程及参建单位', sample_ratio: draw.pick([0.03, 0.05, 0.1]), published_on: `${year}-03-${draw.integer(10, 31)}` })))
  await context.load('enforcement.random_draw', plans.map(({ planId, year }) => {
    const drawnAt = `${year}-04-${String(draw.integer(10, 28))}T10:00:00+08:00`
    return { random_draw_id: planId, annual_plan_id: planId, drawn_at: drawnAt > context.today ? context.now : drawnAt, seed: draw.hex(16), pool_hash: draw.hex(64), pool_size: context.world.enterprises.length, drawn_count: draw.integer(3, 12) }
  }))
  return { organs, officers, contentIds }
}
