import { addDays } from '#shared/calendar/dates.ts'
import { syntheticCreditCode } from '#shared/identifiers/credit-code.ts'
import { birthDateOf, sexOf, syntheticResidentId } from '#shared/identifiers/resident-id.ts'
import type { PersonalData } from '../personal-data.ts'
import { districts } from '../reference/shared-reference.ts'
import type { Draw } from './draw.ts'
import type { Row } from './load-rows.ts'
import { syntheticAddress, syntheticEnterpriseName, syntheticPersonName, syntheticProjectName, type EnterpriseKind } from './names.ts'

export type SyntheticEnterprise = {
  readonly enterpriseId: number
  readonly kind: EnterpriseKind
  readonly uscc: string
  readonly name: string
  readonly region: string
  readonly legalRepName: string
  readonly regCapital: number
  readonly netAssets: number
}
export type SyntheticPerson = { readonly personId: number; readonly enterpriseId: number; readonly name: string; readonly nameMask: string; readonly sex: '1' | '2'; readonly bornOn: string }
export type SyntheticProject = {
  readonly projectId: number
  readonly name: string
  readonly region: string
  readonly ownerId: number
  readonly contractorId: number
  readonly supervisorId: number
  readonly contractAmount: number
  readonly area: number
  readonly startOn: string
  readonly finishOn: string
  readonly status: 'preparing' | 'building' | 'stopped' | 'finished'
}

/** The invented city: the same enterprises, persons and projects in all six systems, because all draw them from one seed. */
export type World = {
  readonly enterprises: readonly SyntheticEnterprise[]
  readonly builders: readonly SyntheticEnterprise[]
  readonly persons: readonly SyntheticPerson[]
  readonly projects: readonly SyntheticProject[]
  /** Rows of the master data tables, parents first. */
  readonly rows: ReadonlyArray<readonly [table: string, rows: readonly Row[]]>
}

/** GB/T 2260 has no district 110199: no number drawn for it can belong to anybody. */
const NOWHERE = '110199'
const KINDS: readonly EnterpriseKind[] = ['建设', '施工', '施工', '施工', '施工', '劳务', '监理', '咨询', '材料', '培训']

export function createWorld(draw: Draw, options: { scale: number; today: string; now: string; personalData: PersonalData }): World {
  const { scale, today, now, personalData } = options
  const enterprises = drawEnterprises(draw.fork('enterprise'), 80 * scale)
  const people = drawPersons(draw.fork('person'), enterprises, 240 * scale)
  const projects = drawProjects(draw.fork('project'), enterprises, 40 * scale, today)
  const more = draw.fork('details')

  const enterpriseRows = enterprises.map((one) => ({
    enterprise_id: one.enterpriseId, uscc: one.uscc, name: one.name, org_type: '91', region: one.region, address: syntheticAddress(more, one.region),
    legal_rep_name: one.legalRepName, legal_rep_id_enc: personalData.seal('enterprise.legal_rep_id', syntheticResidentId(more.random, { region: NOWHERE })),
    reg_capital: one.regCapital, paid_capital: Number((one.regCapital * more.decimal(0.4, 1, 2)).toFixed(3)), net_assets: one.netAssets,
    econ_type: more.pick(['159', '160', '173', '151']), founded_on: more.day(today, -9000, -1200), contact_phone_enc: personalData.seal('enterprise.contact_phone', phone(more)),
    biz_status: 'active', created_at: now,
  }))
  const personRows = people.map(({ person, idNumber }) => {
    const number = phone(more)
    return {
      person_id: person.personId, id_type: '01', id_no_enc: personalData.seal('person.id_no', idNumber), id_no_hash: personalData.searchDigest(idNumber), id_no_mask: personalData.maskId(idNumber),
      person_name: person.name, name_mask: person.nameMask, sex: person.sex, born_on: person.bornOn, phone_enc: personalData.seal('person.phone', number), phone_mask: personalData.maskPhone(number),
      education: more.pick(['2', '3', '3', '4', '5', '6']), region: more.pick(districts), created_at: now,
    }
  })
  const employmentRows = people.map(({ person }, at) => ({
    employment_id: at + 1, person_id: person.personId, enterprise_id: person.enterpriseId, from_on: more.day(today, -2400, -90), to_on: null, insured_months: more.integer(3, 80),
  }))
  const projectRows = projects.map((one, at) => ({
    project_id: one.projectId, prj_num: `${/^\d+$/.test(one.region) ? one.region : '110115'}${one.startOn.slice(2).replaceAll('-', '')}${String(1 + Math.floor(at / 100)).padStart(2, '0')}${String(at % 100).padStart(2, '0')}`,
    name: one.name, region: one.region, address: syntheticAddress(more, one.region), longitude: more.decimal(115.9, 116.9, 6), latitude: more.decimal(39.6, 40.4, 6),
    owner_id: one.ownerId, contractor_id: one.contractorId, supervisor_id: one.supervisorId, prj_type: more.pick(['01', '01', '01', '02']),
    total_invest: Number((one.contractAmount * 1.35).toFixed(4)), contract_amount: one.contractAmount, total_area: one.area,
    plan_start_on: one.startOn, plan_finish_on: one.finishOn, permit_no: one.status === 'preparing' ? null : `${/^\d+$/.test(one.region) ? one.region : '110115'}${one.startOn.replaceAll('-', '')}${String((at % 99) + 1).padStart(2, '0')}01`,
    data_level: more.pick(['A', 'A', 'B', 'C', 'D']), status: one.status,
  }))
  const persons = people.map(({ person }) => person)
  return {
    enterprises,
    builders: enterprises.filter(({ kind }) => kind === '施工'),
    persons,
    projects,
    rows: [['master.enterprise', enterpriseRows], ['master.person', personRows], ['master.employment', employmentRows], ['master.project', projectRows]],
  }
}

function drawEnterprises(draw: Draw, count: number): SyntheticEnterprise[] {
  const taken = new Set<string>()
  return Array.from({ length: count }, (_, at) => {
    const kind = KINDS[at % KINDS.length] as EnterpriseKind
    const uscc = unique(taken, () => syntheticCreditCode(draw.random, { region: NOWHERE }))
    const regCapital = draw.pick([500, 1000, 2000, 4000, 8000, 10000, 30000])
    return {
      enterpriseId: at + 1, kind, uscc, name: unique(taken, () => syntheticEnterpriseName(draw, kind)), region: draw.pick(districts), legalRepName: syntheticPersonName(draw),
      regCapital, netAssets: Number((regCapital * draw.decimal(0.6, 2.2, 3)).toFixed(3)),
    }
  })
}

function drawPersons(draw: Draw, enterprises: readonly SyntheticEnterprise[], count: number): Array<{ person: SyntheticPerson; idNumber: string }> {
  const taken = new Set<string>()
  const employers = enterprises.filter(({ kind }) => kind !== '材料')
  return Array.from({ length: count }, (_, at) => {
    const idNumber = unique(taken, () => syntheticResidentId(draw.random, { region: NOWHERE, bornFrom: '1968-01-01', bornTo: '2003-12-31' }))
    const name = syntheticPersonName(draw)
    const sex: '1' | '2' = sexOf(idNumber) === 'male' ? '1' : '2'
    return { idNumber, person: { personId: at + 1, enterpriseId: draw.pick(employers).enterpriseId, name, nameMask: `${name.slice(0, 1)}**`, sex, bornOn: birthDateOf(idNumber) } }
  })
}

function drawProjects(draw: Draw, enterprises: readonly SyntheticEnterprise[], count: number, today: string): SyntheticProject[] {
  const of = (kind: EnterpriseKind) => enterprises.filter((one) => one.kind === kind)
  const [owners, builders, supervisors] = [of('建设'), of('施工'), of('监理')]
  return Array.from({ length: count }, (_, at) => {
    const startOn = draw.day(today, -800, at % 8 === 7 ? 30 : -60)
    const finishOn = addDays(startOn, draw.integer(240, 900))
    const area = draw.integer(8, 180) * 1000
    const region = draw.pick(districts)
    return {
      projectId: at + 1, name: syntheticProjectName(draw, at + 1), region, ownerId: draw.pick(owners).enterpriseId, contractorId: draw.pick(builders).enterpriseId, supervisorId: draw.pick(supervisors).enterpriseId,
      contractAmount: Number(((area * draw.integer(2200, 5200)) / 10_000).toFixed(4)), area, startOn, finishOn,
      status: startOn > today ? 'preparing' : finishOn < today ? 'finished' : draw.chance(0.06) ? 'stopped' : 'building',
    }
  })
}

/** 100 is no mobile segment: the number has the right shape and reaches nobody. */
function phone(draw: Draw): string {
  return `100${String(draw.integer(0, 99_999_999)).padStart(8, '0')}`
}

function unique(taken: Set<string>, make: () => string): string {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const made = make()
    if (taken.has(made)) continue
    taken.add(made)
    return made
  }
  throw new Error('synthetic values ran out: the scale is larger than the generator can name')
}
