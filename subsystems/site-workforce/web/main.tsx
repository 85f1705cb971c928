import { AccountBookOutlined, ProjectOutlined, UsergroupAddOutlined } from '@ant-design/icons'
import { defineEntity } from '#subsystems/casework/web/entity.ts'
import { mountSubsystem } from '#subsystems/casework/web/mount-subsystem.tsx'
import { definePublicQuery } from '#subsystems/casework/web/public/public-query.ts'
import { publicAttendanceApi, workforceApi } from '../api.ts'

const projects = defineEntity(workforceApi, 'projects', {
  one: 'project', path: '/projects', noun: '实名制项目', icon: ProjectOutlined, key: 'siteProjectId', heading: 'name', number: 'projectCode', searchHint: '项目、编码、总包单位',
  columns: [
    { key: 'name', title: '项目' }, { key: 'projectCode', title: '项目编码', look: 'mono' }, { key: 'regionTitle', title: '所在区' }, { key: 'contractorName', title: '总包单位' }, { key: 'registered', title: '在册', look: 'number' }, { key: 'state', title: '状态', look: 'state' },
    { key: 'ownerName', title: '建设单位', isExtra: true }, { key: 'teams', title: '班组', look: 'number', isExtra: true }, { key: 'devices', title: '考勤设备', look: 'number', isExtra: true }, { key: 'wageDay', title: '每月发薪日', look: 'number', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'site-project' }, { key: 'region', label: '所在区', dictionary: 'region' }],
  parts: {
    attendance: { title: '近日出勤', columns: [{ key: 'onDate', title: '日期', look: 'date' }, { key: 'present', title: '出勤人数', look: 'number' }] },
    corps: { title: '参建单位', columns: [{ key: 'name', title: '单位' }, { key: 'corpType', title: '类型' }, { key: 'enteredOn', title: '进场', look: 'date' }, { key: 'leftOn', title: '退场', look: 'date' }] },
    warnings: { title: '预警', columns: [{ key: 'reason', title: '原因' }, { key: 'level', title: '级别' }, { key: 'raisedOn', title: '发出', look: 'date' }, { key: 'handleBy', title: '限期', look: 'date' }, { key: 'handledOn', title: '处置', look: 'date' }] },
  },
})

const workers = defineEntity(workforceApi, 'workers', {
  path: '/workers', noun: '项目用工', icon: UsergroupAddOutlined, key: 'projectWorkerId', heading: 'name', searchHint: '项目、班组',
  columns: [
    { key: 'name', title: '姓名' }, { key: 'projectName', title: '项目' }, { key: 'teamName', title: '班组' }, { key: 'workRole', title: '人员类型', dictionary: 'work_role' }, { key: 'workTypeTitle', title: '工种' }, { key: 'state', title: '状态', look: 'state' }, { key: 'joinedOn', title: '进场', look: 'date' },
    { key: 'postType', title: '管理岗位', dictionary: 'post_type', isExtra: true }, { key: 'idNoMask', title: '证件号码', look: 'mono', isExtra: true }, { key: 'contractType', title: '合同类型', isExtra: true }, { key: 'trainingHours', title: '培训学时', look: 'number', isExtra: true }, { key: 'leftOn', title: '离场', look: 'date', isExtra: true },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'project-worker' }, { key: 'workRole', label: '人员类型', dictionary: 'work_role' }],
})

const wageSheets = defineEntity(workforceApi, 'wageSheets', {
  one: 'wageSheet', path: '/wage-sheets', noun: '工资单', icon: AccountBookOutlined, key: 'wageSheetId', heading: 'projectName', number: 'sheetNo', searchHint: '工资单号、项目、班组',
  columns: [
    { key: 'projectName', title: '项目' }, { key: 'sheetNo', title: '工资单号', look: 'mono' }, { key: 'teamName', title: '班组' }, { key: 'payMonth', title: '月份' }, { key: 'people', title: '人数', look: 'number' }, { key: 'totalPay', title: '应发', look: 'yuan' }, { key: 'actualPay', title: '实发', look: 'yuan' }, { key: 'failed', title: '代发失败', look: 'number' }, { key: 'state', title: '状态', look: 'state' },
  ],
  filters: [{ key: 'state', label: '状态', workflow: 'wage-sheet' }, { key: 'payMonth', label: '月份，如 2026-09', isText: true }],
  parts: { details: { title: '逐人明细', columns: [{ key: 'name', title: '姓名' }, { key: 'days', title: '出勤天数', look: 'number' }, { key: 'totalPay', title: '应发', look: 'yuan' }, { key: 'deduct', title: '扣款', look: 'yuan' }, { key: 'actualPay', title: '实发', look: 'yuan' }, { key: 'bankResult', title: '银行代发' }] } },
})

mountSubsystem({
  slug: 'site-workforce',
  accent: { light: '#8f5a10', dark: '#e0b26a' },
  mark: '工',
  entities: [projects, workers, wageSheets],
  publicQueries: [
    definePublicQuery(publicAttendanceApi, 'attendance', {
      title: '工地出勤', hint: '项目名称或施工单位', heading: 'projectName',
      columns: [{ key: 'projectName', title: '项目' }, { key: 'regionTitle', title: '所在区' }, { key: 'contractorName', title: '施工单位' }, { key: 'onDate', title: '日期', look: 'date' }, { key: 'present', title: '出勤人数', look: 'number' }, { key: 'managersPresent', title: '其中管理人员', look: 'number' }, { key: 'registered', title: '在册人数', look: 'number' }],
    }),
  ],
})
