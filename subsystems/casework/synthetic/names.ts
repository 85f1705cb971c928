import { regions } from '../reference/shared-reference.ts'
import type { Draw } from './draw.ts'

/** Names that nobody can take for real ones: enterprises carry 示例, persons 示 as middle character. */
export type EnterpriseKind = '建设' | '施工' | '劳务' | '监理' | '咨询' | '材料' | '培训'

const SYLLABLES = Array.from('安邦诚达恒宏华建金京科隆茂明宁鹏启瑞盛泰威新兴雅远泽正卓')
const SURNAMES = Array.from('赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜')
const GIVEN = Array.from('安博诚东帆刚航佳凯朗敏宁鹏晴然松涛薇欣妍宇泽甲乙丙丁')
const SUFFIX: Readonly<Record<EnterpriseKind, readonly string[]>> = {
  建设: ['置业有限公司', '城市发展有限公司'],
  施工: ['建设集团有限公司', '建筑工程有限公司', '市政工程有限公司', '装饰工程有限公司', '机电安装有限公司'],
  劳务: ['建筑劳务有限公司'],
  监理: ['工程监理有限公司'],
  咨询: ['工程造价咨询有限公司'],
  材料: ['建材有限公司', '混凝土有限公司'],
  培训: ['职业技能培训有限公司'],
}
const WORKS = ['住宅楼', '办公楼', '小学教学楼', '综合医院', '道路改造工程', '综合管廊', '地下车库', '保障性住房', '商业楼', '产业园厂房']

export function syntheticEnterpriseName(draw: Draw, kind: EnterpriseKind): string {
  return `北京示例${draw.pick(SYLLABLES)}${draw.pick(SYLLABLES)}${draw.pick(SYLLABLES)}${draw.pick(SUFFIX[kind])}`
}

export function syntheticPersonName(draw: Draw): string {
  return `${draw.pick(SURNAMES)}示${draw.pick(GIVEN)}`
}

export function syntheticProjectName(draw: Draw, number: number): string {
  return `示例${draw.pick(SYLLABLES)}${draw.pick(SYLLABLES)}地块${String(number).padStart(3, '0')}号${draw.pick(WORKS)}`
}

export function syntheticAddress(draw: Draw, region: string): string {
  const title = regions.find((one) => one.region === region)?.title ?? '北京市'
  return `北京市${title}示例路${draw.integer(1, 300)}号`
}
