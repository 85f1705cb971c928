/** What ships is sound; every kind of fault is found with its file, line and clause, and all faults at once. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { constantFrom, assert as holds, nat, property } from 'fast-check'
import { checkEdited, checkWith, EXAMPLE, type Faults } from './contract-files.fixture.ts'

/** `file:line [clause] message` of every problem, without the folder. */
const problemsOf = (faults: Faults, folder?: string) =>
  checkWith(faults, folder).problems.map(({ file, line, clause, message }) => `${file.split(/beijing-credit-platform-2024\/|example-two-subsystems\//)[1]}:${line} [${clause}] ${message}`)

const expectOnly = (faults: Faults, ...expected: RegExp[]) => {
  const problems = problemsOf(faults)
  assert.equal(problems.length, expected.length, problems.join('\n'))
  for (const pattern of expected) assert.ok(problems.some((problem) => pattern.test(problem)), `${String(pattern)} not in\n${problems.join('\n')}`)
}

describe('the shipped contract', () => {
  const check = checkWith({})
  it('is clean, with 56 ambiguities listed and its own inconsistencies told', () => {
    assert.deepEqual(check.problems, [])
    assert.equal(check.ok, true)
    assert.deepEqual(check.ambiguities.map(({ id }) => id), Array.from({ length: 56 }, (_, index) => `AMB-${String(index + 1).padStart(2, '0')}`))
    assert.ok(check.ambiguities.every(({ assumption, owner, effect, effectiveOn }) => assumption && owner && effect && effectiveOn))
    assert.ok(check.inconsistencies.some(({ clause, found }) => clause === '附件3 六' && found.includes('执法')))
    assert.ok(check.inconsistencies.some(({ found }) => found.includes('11项')))
  })
  it('adds up by subsystem, module and in all', () => {
    assert.equal(check.total, '1803000.00')
    assert.deepEqual(Object.values(check.subtotals), ['525000.00', '500000.00', '230000.00', '68000.00', '280000.00', '200000.00'])
    assert.deepEqual(Object.values(check.modules), [
      '347000.00', '71000.00', '385000.00', '80000.00', '90000.00', '57000.00', '80000.00', '82000.00', '55000.00', '55000.00', '66000.00', '435000.00',
    ])
  })
  it('holds every obligation by chapter, 25 sharing links and no gap in the price list', () => {
    const { document } = check
    assert.ok(document)
    const byPrefix = Object.groupBy(document.obligations, ({ id }) => id.split('-')[0] ?? '')
    assert.deepEqual(Object.fromEntries(Object.entries(byPrefix).map(([prefix, list]) => [prefix, list?.length])), {
      D: 3, G: 1, M1: 3, M2: 3, M3: 8, M4: 3, M5: 5, M6: 2, M7: 3, M8: 3, M9: 2, M10: 6, M11: 2, M12: 2,
      T: 2, F: 14, A: 5, B: 7, K: 4, S: 4, I: 6, C: 15, X: 14, N: 13, L: 5,
    })
    assert.equal(document.sharingLinks.length, 25)
    assert.deepEqual(document.priceList.sections.map(({ lines }) => Object.keys(lines).length), [12, 12, 12, 12, 12, 12])
  })
  it('carries no phone number, mailbox or account', () => {
    const text = JSON.stringify(check.document)
    assert.doesNotMatch(text, /@|1[3-9]\d{9}|\d{12,}/)
  })
})

describe('another contract', () => {
  it('with other subsystems and modules loads without a change of code', () => {
    const check = checkWith({}, EXAMPLE)
    assert.deepEqual(check.problems, [])
    assert.deepEqual(check.subtotals, { circulation: '44000.00', 'digital-archive': '52000.00' })
    assert.deepEqual(Object.keys(check.modules), ['desk-support', 'health-check', 'archive-copy'])
  })
  it('does not know the subsystems of the first', () => {
    assert.match(problemsOf({ 'contract.yaml': [['subsystems: [A2]', 'subsystems: [A2, S1]']] }, EXAMPLE)[0] ?? '', /contract\.yaml:\d+ \[第三条·Sx·n\] 子系统“S1”未在本合同声明/)
  })
})

describe('prices', () => {
  it('finds a cell changed by one: line, subtotal, module total and stated total', () =>
    expectOnly(
      { 'price-list.yaml': [["'5000.00', amount:   '5000.00' } # 服务热线", "'5000.00', amount:   '5001.00' } # 服务热线"]] },
      /price-list\.yaml:71 \[附件3 四·1\] 工作量 1 × 单价 5000\.00 应为 5000\.00，总价写作 5001\.00/,
      /price-list\.yaml:\d+ \[附件3 四\] 子系统 S4 小计写作 68000\.00，各行相加为 68001\.00，相差 \+1\.00/,
      /price-list\.yaml:\d+ \[附件3\] 模块 M1 服务热线合计写作 347000\.00，各行相加为 347001\.00/,
      /price-list\.yaml:8 \[附件3\] 合同总价写作 1803000\.00，各行相加为 1803001\.00/,
    ))
  it('finds a missing cell', () =>
    assert.match(problemsOf({ 'price-list.yaml': [[/ +M6: .*\n/, '']] }).join('\n'), /\[附件3 一·6\] 缺少子系统 S1 的模块 M6 数据盘点一行/))
  it('finds a total in words that differs, and payments and penalties that do not follow the total', () =>
    expectOnly(
      { 'price-list.yaml': [['叁仟元整', '肆仟元整']], 'payments.yaml': [["'540900.00'", "'540900.01'"]], 'penalties.yaml': [["'90150.00'", "'90150.10'"]] },
      /price-list\.yaml:9 .*大写应为“壹佰捌拾万零叁仟元整”/,
      /payments\.yaml:\d+ \[四\(二\)2\] 第二笔付款为总价的 30%，应为 540900\.00/,
      /payments\.yaml:\d+ .*各笔付款合计 1803000\.01/,
      /penalties\.yaml:\d+ \[十二\(二\)\] P5-Q 为总价的 5%，应为 90150\.00/,
    ))
  it('refuses an amount that is not a decimal string', () =>
    assert.match(problemsOf({ 'price-list.yaml': [["'120000.00', amount", '120000, amount']] }).join('\n'), /price-list\.yaml:\d+ .*unitPrice/))
})

describe('names', () => {
  it('finds a subsystem, party, evidence kind, penalty and obligation that the contract does not declare', () =>
    expectOnly(
      {
        'obligations/chapter-02-modules-1-4.yaml': [['subsystems: [S1, S3, S4, S5, S6]', 'subsystems: [S1, S3, S4, S5, S7]'], ['evidence: [duty-roster, call-log]', 'evidence: [duty-list, call-log]']],
        'notices.yaml': [['from: operator\n    to: client', 'from: supplier\n    to: client'], ['obligation: X-06', 'obligation: X-66']],
        'obligations/annex-2-integrity.yaml': [['money: [INTG, LOSS]', 'money: [P9-Q]']],
      },
      /1-4\.yaml:\d+ \[二·Sx·n\] 子系统“S7”未在本合同声明/,
      /1-4\.yaml:\d+ .*证据种类“duty-list”未在本合同声明/,
      /notices\.yaml:\d+ .*当事人“supplier”/,
      /notices\.yaml:\d+ .*义务“X-66”/,
      /annex-2-integrity\.yaml:\d+ .*金额规则“P9-Q”/,
    ))
  it('finds a price section of a subsystem that is not declared', () =>
    assert.match(problemsOf({ 'price-list.yaml': [['subsystem: S6', 'subsystem: S8']] }).join('\n'), /缺少子系统 S6[\s\S]*\[附件3 六\] 子系统 S8 未在本合同声明/))
  it('finds duplicates across files', () =>
    assert.match(problemsOf({ 'obligations/chapter-09-security.yaml': [['id: C-03', 'id: L-01']] }).join('\n'), /义务编号“L-01”重复/))
  it('finds a module without a service and a service that is not a slug', () => {
    assert.match(problemsOf({ 'contract.yaml': [['service: backup, ', '']] }).join('\n'), /contract\.yaml:\d+ \[M7\] M7 缺少“service”/)
    assert.match(problemsOf({ 'contract.yaml': [['service: backup', 'service: 数据备份']] }).join('\n'), /\[M7\] M7 “service”应为小写字母/)
    assert.match(problemsOf({ 'obligations/chapter-06-07-assessment-and-support.yaml': [['module: M11', 'module: M13']] }).join('\n'), /模块“M13”未在本合同声明/)
  })
})

describe('obligations and ambiguities', () => {
  it('finds an obligation without a clause, and one whose subsystem has no such item', () =>
    expectOnly(
      {
        'obligations/chapter-05-rights-and-duties.yaml': [['    clause: 五(一)3\n', '']],
        'obligations/chapter-02-modules-1-4.yaml': [['subsystems: [S1, S2, S3, S4, S6]', 'subsystems: all']],
      },
      /chapter-05-rights-and-duties\.yaml:27 \[A-03\] A-03 没有条款/,
      /1-4\.yaml:\d+ .*M1-01 没有条款：S5 的正文没有模块 M1 的项号/,
    ))
  it('finds a default without an owner, without an option and without a value', () =>
    expectOnly(
      {
        'ambiguities/planning.yaml': [
          ['    effect: 年末之后是否继续生成计划\n    owner: client\n', '    effect: 年末之后是否继续生成计划\n'],
          ['default: calendar-days\n', 'default: every-day\n'],
          ["        value: '11-30'\n", ''],
        ],
      },
      /planning\.yaml:\d+ \[四\(二\)7\] AMB-02 没有负责人/,
      /planning\.yaml:\d+ .*AMB-11 的默认取值“every-day”不在选项之中/,
      /planning\.yaml:\d+ \[九\(十二\)\] AMB-55 选“end-november”时，AMB-55 的选项没有给出取值/,
    ))
  it('finds a reference to an ambiguity that the contract does not have', () =>
    expectOnly(
      { 'obligations/chapter-02-modules-1-4.yaml': [['decidedBy: AMB-11', 'decidedBy: AMB-77']], 'contract.yaml': [['decidedBy: AMB-02', 'decidedBy: AMB-78']] },
      /1-4\.yaml:\d+ \[二·Sx·n\] 歧义“AMB-77”未在本合同声明/,
      /contract\.yaml:62 \[三\(一\)\] 歧义“AMB-78”未在本合同声明/,
    ))
  it('finds a cadence that does not exist', () =>
    assert.match(problemsOf({ 'obligations/chapter-02-modules-5-8.yaml': [['cadences: [{ kind: quarterly }]', 'cadences: [{ kind: fortnightly }]']] }).join('\n'), /5-8\.yaml:\d+ \[二·Sx·n\] M5-04 .*kind/))
})

describe('dates', () => {
  it('finds overlapping periods', () =>
    expectOnly({ 'contract.yaml': [['to: 2024-07-18', 'to: 2024-07-19']] }, /contract\.yaml:\d+ \[三\(一\)\] “上年度供应商继续提供服务”（2024-01-01 至 2024-07-19）与“本合同乙方提供服务”（自 2024-07-19）重叠/))
  it('finds a year that is not of this contract and a date that does not exist', () =>
    expectOnly(
      { 'payments.yaml': [['2024-10-01', '2042-10-01'], ['2024-12-25', '2024-02-30']] },
      /payments\.yaml:\d+ \[四\(二\)2\] 日期 2042-10-01 的年份不在服务期/,
      /payments\.yaml:\d+ \[四\(二\)3\] third-instalment “targetBefore”/,
      /各笔付款合计 1442400\.00/,
    ))
})

describe('text', () => {
  it('tells bad YAML with its line and still checks the other files', () => {
    const problems = problemsOf({ 'notices.yaml': [['  - id: key-staff', '  - id: [key-staff']], 'payments.yaml': [["'540900.00'", "'540900.01'"]] })
    assert.match(problems.join('\n'), /notices\.yaml:\d+ \[\] YAML 语法错误/)
    assert.match(problems.join('\n'), /payments\.yaml:\d+ .*第二笔付款/)
  })
  it('does not tell what a broken file declares as undeclared at each use', () => {
    for (const [file, find] of [['evidence-kinds.yaml', '  invoice: '], ['obligations/chapter-03-04-term-and-payment.yaml', '    actors: [client]'], ['contract.yaml', 'subsystems:']] as const) {
      const problems = problemsOf({ [file]: [[find, `${find}"`]] })
      assert.ok(problems.length > 0 && problems.every((problem) => problem.startsWith(file) && problem.includes('YAML 语法错误')), problems.join('\n'))
    }
  })
  it('tells an included file that is missing, a part given twice and a misspelt part', () => {
    const problems = problemsOf({ 'contract.yaml': [['- payments.yaml', '- payment.yaml'], ['signedOn: 2024-07-19', 'signedOn: 2024-07-19\npriceList: {}\npartys: []']] }).join('\n')
    assert.match(problems, /payment\.yaml:1 \[\] 文件读取不了/)
    assert.match(problems, /price-list\.yaml:\d+ \[\] “priceList”已在/)
    assert.match(problems, /不认识的部分“partys”/)
  })
  it('refuses to read outside the contract folder', () =>
    assert.match(problemsOf({ 'contract.yaml': [['- payments.yaml', '- ../../package.yaml']] }).join('\n'), /contract\.yaml:\d+ \[\] include 的“\.\.\/\.\.\/package\.yaml”应为本目录下/))
})

describe('whatever line is lost', () => {
  const files = ['contract.yaml', 'price-list.yaml', 'payments.yaml', 'ambiguities/planning.yaml', 'obligations/chapter-02-modules-5-8.yaml', 'sharing-links.yaml']
  it('the check answers with problems and places, and never breaks', () =>
    holds(
      property(constantFrom(...files), nat(), constantFrom('', '  x: [', '- ', 'a: *nothing', '    id: 7'), (file, at, put) => {
        const check = checkEdited((name, text) => {
          const lines = text.split('\n')
          return name === file ? lines.with(at % lines.length, put).join('\n') : text
        })
        for (const problem of check.problems) assert.ok(problem.line >= 1 && problem.message !== '' && problem.file !== '')
        assert.equal(check.ok, check.problems.length === 0)
      }),
      { numRuns: 60 },
    ))
})
