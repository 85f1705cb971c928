import type { Dictionary } from './dictionary.ts'
import { numbered, plain } from './dictionary.ts'
import type { TimeLimit } from './time-limit.ts'
import { defineWorkflow, type Workflow } from './workflow.ts'

/** Region codes of GB/T 2260; 经开区 has none and is exported under the code of the district in which it lies. */
export const regions: ReadonlyArray<{ region: string; title: string; exportedAs: string }> = [
  ...Object.entries({
    110000: '北京市', 110101: '东城区', 110102: '西城区', 110105: '朝阳区', 110106: '丰台区', 110107: '石景山区', 110108: '海淀区', 110109: '门头沟区', 110111: '房山区',
    110112: '通州区', 110113: '顺义区', 110114: '昌平区', 110115: '大兴区', 110116: '怀柔区', 110117: '平谷区', 110118: '密云区', 110119: '延庆区',
  }).map(([region, title]) => ({ region, title, exportedAs: region })),
  { region: '1101JK', title: '北京经济技术开发区', exportedAs: '110115' },
]
export const districts: readonly string[] = regions.map(({ region }) => region).filter((region) => region !== '110000')

export const sharedWorkflows: readonly Workflow[] = [
  defineWorkflow('case-item', '办件', {
    draft: ['草稿', 'submitted', 'withdrawn'],
    submitted: ['已提交', 'accepted', 'supplementing', 'not_accepted', 'withdrawn'],
    supplementing: ['补正中', 'submitted', 'withdrawn'],
    not_accepted: ['不予受理'],
    accepted: ['已受理', 'reviewing', 'withdrawn'],
    reviewing: ['审核中', 'public_notice', 'decided_grant', 'decided_refuse', 'withdrawn'],
    public_notice: ['公示中', 'decided_grant', 'decided_refuse'],
    decided_grant: ['准予', 'certificate_issued'],
    decided_refuse: ['不准予', 'archived'],
    certificate_issued: ['已制证', 'archived'],
    withdrawn: ['已撤回'],
    archived: ['已归档'],
  }),
  defineWorkflow('certificate', '证照', {
    valid: ['有效', 'suspended', 'expired', 'cancelled', 'revoked', 'withdrawn', 'transferred'],
    suspended: ['暂扣', 'valid', 'withdrawn', 'cancelled'],
    expired: ['过期失效', 'cancelled'],
    cancelled: ['注销'],
    revoked: ['撤销'],
    withdrawn: ['撤回'],
    transferred: ['已转出'],
  }),
]

export const sharedDictionaries: readonly Dictionary[] = [
  { code: 'id_type', title: '证件类型', source: '双公示报送规范', entries: numbered(['居民身份证', '护照', '港澳居民来往内地通行证', '台湾居民来往大陆通行证', '外国人永久居留身份证', '军官证', '士兵证', '其他']) },
  { code: 'sex', title: '性别', source: 'GB/T 2261.1', entries: { 1: '男', 2: '女' } },
  { code: 'education', title: '文化程度', source: '全国建筑工人管理服务信息平台数据标准', entries: { 1: '小学', 2: '初中', 3: '高中', 4: '中专', 5: '大专', 6: '本科', 7: '硕士', 8: '博士', 99: '其他' } },
  { code: 'politics', title: '政治面貌', source: 'GB/T 4762', entries: numbered(['中共党员', '中共预备党员', '共青团员', '民革党员', '民盟盟员', '民建会员', '民进会员', '农工党党员', '致公党党员', '九三学社社员', '台盟盟员', '无党派人士', '群众']) },
  { code: 'econ_type', title: '登记注册类型', source: 'GB/T 12402', entries: { 110: '国有', 120: '集体', 151: '国有独资公司', 159: '其他有限责任公司', 160: '股份有限公司', 171: '私营独资', 173: '私营有限责任公司', 200: '港澳台投资', 300: '外商投资' } },
  { code: 'org_type', title: '机构类型', source: 'GB 32100-2015', entries: { 91: '企业', 92: '个体工商户', 11: '机关', 12: '事业单位', 51: '社会团体', 52: '民办非企业单位' } },
  { code: 'prj_type', title: '项目类别', source: '全国建筑市场监管公共服务平台', entries: { '01': '房屋建筑', '02': '市政', '99': '其他' } },
  { code: 'data_level', title: '数据等级', source: '全国建筑市场监管公共服务平台', entries: { A: '省级部门审核确认', B: '市级部门确认', C: '其他部门确认', D: '企业填报' } },
  { code: 'result_code', title: '办理结果', source: '政务服务办件汇聚', entries: { 10: '办结', '09': '作废办结', 13: '退件', '07': '不予受理' } },
  { code: 'material_type', title: '材料类型', source: 'GB/T 39046-2020', entries: plain(['原件', '复印件', '电子证照', '承诺书']) },
]

export const sharedTimeLimits: readonly TimeLimit[] = [
  { code: 'correction-notice', title: '一次性告知补正', amount: 5, unit: 'working_day', startEvent: '收到申请', isPausable: false, extensionRule: '逾期不告知的，自收到申请之日起即为受理', source: '行政许可法第三十二条' },
  { code: 'permit-decision', title: '许可决定', amount: 20, unit: 'working_day', startEvent: '受理', isPausable: true, extensionRule: '经负责人批准可延长 10 日并告知理由', source: '行政许可法第四十二条' },
  { code: 'joint-permit-decision', title: '统一或联合办理的许可决定', amount: 45, unit: 'working_day', startEvent: '受理', isPausable: true, extensionRule: '经本级人民政府负责人批准可延长 15 日', source: '行政许可法第四十二条' },
  { code: 'certificate-issue', title: '颁发证件', amount: 10, unit: 'working_day', startEvent: '作出决定', isPausable: false, source: '行政许可法第四十四条' },
  { code: 'publicity-upload', title: '双公示上传', amount: 7, unit: 'working_day', startEvent: '作出决定', isPausable: false, source: '双公示报送规范' },
  { code: 'reconsideration', title: '申请行政复议', amount: 60, unit: 'calendar_day', startEvent: '知道具体行政行为', isPausable: false, source: '行政复议法第二十条' },
  { code: 'lawsuit', title: '提起行政诉讼', amount: 6, unit: 'month', startEvent: '知道行政行为', isPausable: false, source: '行政诉讼法第四十六条' },
]
