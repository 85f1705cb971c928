import { z } from 'zod'
import { defineApi, listOf, listQuery } from '#shared/define-api.ts'
import { dateField } from '#shared/instant.ts'
import { sheetOf } from '#shared/sheet.ts'
import { wordsOfDictionary } from '#subsystems/casework/reference/dictionary.ts'
import { dictionaries } from './reference.ts'
import { stateChange, textFilter } from '#subsystems/casework/api.ts'

const id = z.number().int()
const count = z.number().int()
/** 元 as decimal text. */
const money = z.string()

export const publicAttendance = z.object({ projectName: z.string(), regionTitle: z.string(), contractorName: z.string(), onDate: dateField, present: count, managersPresent: count, registered: count })
export const siteProjectRow = z.object({
  siteProjectId: id, projectCode: z.string(), name: z.string(), region: z.string(), regionTitle: z.string(), contractorName: z.string(), ownerName: z.string(), wageDay: count, registered: count, teams: count, devices: count, state: z.string(), stateTitle: z.string(),
})
export const projectWorkerRow = z.object({
  projectWorkerId: id, siteProjectId: id, projectName: z.string(), teamName: z.string(), name: z.string(), idNoMask: z.string(), workRole: z.string(), workTypeTitle: z.string().nullable(), postType: z.string().nullable(), joinedOn: dateField, leftOn: dateField.nullable(),
  contractType: z.string(), trainingHours: count, state: z.string(), stateTitle: z.string(),
})
export const wageSheetRow = z.object({ wageSheetId: id, sheetNo: z.string(), projectName: z.string(), teamName: z.string(), payMonth: z.string(), people: count, totalPay: money, actualPay: money, failed: count, state: z.string(), stateTitle: z.string() })

export const publicAttendanceApi = defineApi({
  prefix: '/api/public/site-attendance',
  title: '公众查询',
  endpoints: {
    attendance: { method: 'GET', path: '', summary: '在建工地最近一日出勤统计（无需登录，不含个人信息）', permission: 'public', audit: 'none', query: listQuery.extend({ regionTitle: textFilter }), response: listOf(publicAttendance) },
  },
})

export const workforceApi = defineApi({
  prefix: '/api/workforce',
  title: '施工现场人员管理',
  endpoints: {
    projects: {
      method: 'GET', path: '/projects', summary: '实名制项目列表', permission: 'site:read', audit: 'none', query: listQuery.extend({ state: textFilter, region: textFilter }), response: listOf(siteProjectRow),
      sheet: sheetOf('实名制项目', siteProjectRow, { name: '项目', projectCode: '项目编码', regionTitle: '所在区', contractorName: '总包单位', registered: '在册', stateTitle: '状态', ownerName: '建设单位', teams: '班组', devices: '考勤设备', wageDay: '每月发薪日' }),
    },
    project: {
      method: 'GET', path: '/projects/:siteProjectId', summary: '一个实名制项目的参建单位、专户、预警与近日出勤', permission: 'site:read', audit: 'none', params: z.object({ siteProjectId: z.coerce.number().int() }),
      response: siteProjectRow.extend({
        corps: z.array(z.object({ name: z.string(), corpType: z.string(), enteredOn: dateField, leftOn: dateField.nullable() })),
        warnings: z.array(z.object({ level: z.string(), reason: z.string(), raisedOn: dateField, handleBy: dateField, handledOn: dateField.nullable() })),
        attendance: z.array(z.object({ onDate: dateField, present: count })),
        history: z.array(stateChange),
      }),
    },
    workers: {
      method: 'GET', path: '/workers', summary: '项目用工列表', permission: 'site:read', audit: 'none', query: listQuery.extend({ state: textFilter, siteProjectId: z.coerce.number().int().optional(), workRole: textFilter }), response: listOf(projectWorkerRow),
      sheet: sheetOf('项目用工', projectWorkerRow, { name: '姓名', projectName: '项目', teamName: '班组', workRole: ['人员类型', wordsOfDictionary(dictionaries, 'work_role')], workTypeTitle: '工种', stateTitle: '状态', joinedOn: '进场', postType: ['管理岗位', wordsOfDictionary(dictionaries, 'post_type')], idNoMask: '证件号码', contractType: '合同类型', trainingHours: '培训学时', leftOn: '离场' }),
    },
    wageSheets: {
      method: 'GET', path: '/wage-sheets', summary: '工资单列表', permission: 'wage:read', audit: 'none', query: listQuery.extend({ state: textFilter, payMonth: textFilter }), response: listOf(wageSheetRow),
      sheet: sheetOf('工资单', wageSheetRow, { projectName: '项目', sheetNo: '工资单号', teamName: '班组', payMonth: '月份', people: '人数', totalPay: ['应发（元）', 'number'], actualPay: ['实发（元）', 'number'], failed: '代发失败', stateTitle: '状态' }),
    },
    wageSheet: {
      method: 'GET', path: '/wage-sheets/:wageSheetId', summary: '一张工资单的逐人明细', permission: 'wage:read', audit: 'none', params: z.object({ wageSheetId: z.coerce.number().int() }),
      response: wageSheetRow.extend({ details: z.array(z.object({ name: z.string(), days: z.string(), totalPay: money, deduct: money, actualPay: money, bankResult: z.string().nullable() })), history: z.array(stateChange) }),
    },
  },
})
