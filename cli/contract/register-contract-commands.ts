/**
 * `contract check` and `contract plan`: a contract folder examined and planned without a running centre.
 */
import type { Command } from 'commander'
import { isDate, yearOf } from '#shared/calendar/dates.ts'
import type { WorkingCalendar } from '#shared/calendar/working-calendar.ts'
import type { InputProblem } from '#shared/problem.ts'
import { checkContract, type ContractCheck } from '#spine/contracts/checks/check-contract.ts'
import type { ContractDocument } from '#spine/contracts/contract-document.ts'
import { contractSchemaText } from '#spine/contracts/contract-schema.ts'
import { ContractError, type ContractProblem } from '#spine/contracts/checks/contract-problem.ts'
import { readContractSource } from '#spine/contracts/checks/contract-source.ts'
import { isRequired, planOccurrences, type Occurrence } from '#spine/contracts/plan-occurrences.ts'
import { problemsOfDecisions, type DefaultDecision } from '#spine/contracts/settle-defaults.ts'
import { CONTRACT_ITSELF, WHOLE_PLATFORM } from '#spine/contracts/settled-obligation.ts'
import { loadCalendar } from '../calendar/load-calendar.ts'
import { printProblems, printResult, wantsJson, type CliIo } from '../cli-io.ts'
import { describeCheck } from './describe-check.ts'
import { describePlan } from './describe-plan.ts'

type PlanOptions = { from?: string; to?: string; subsystem?: string; service?: string; choose?: string[]; calendar?: string[]; provisional?: boolean }

const MAX_YEARS = 20

export function registerContractCommands(program: Command, io: CliIo): void {
  const contract = program.command('contract').description('合同数据：检查与计划（离线）')

  contract
    .command('check')
    .description('检查合同数据，一次列出全部问题；核算六个子系统小计、十二个模块合计与总价')
    .argument('<file>', '合同目录，或其中的 contract.yaml')
    .action((file: string, _options: unknown, command: Command) => {
      const checked = check(file, io, command)
      if (checked === undefined) return
      const { document: _document, ...result } = checked
      for (const problem of checked.problems) io.stderr(lineOf(problem))
      printResult(io, command, result, describeCheck(checked))
      if (!checked.ok) io.setExit(1)
    })

  contract
    .command('plan')
    .description('按合同计划期内应完成的事项（期间结束日落在首末日之内）')
    .argument('<file>', '合同目录，或其中的 contract.yaml')
    .option('--from <date>', '首日 YYYY-MM-DD')
    .option('--to <date>', '末日 YYYY-MM-DD')
    .option('--subsystem <slug>', `只计划一个子系统（整个平台为 ${WHOLE_PLATFORM}）`)
    .option('--service <slug>', `只计划一个服务（不属任何模块的为 ${CONTRACT_ITSELF}）`)
    .option('--choose <choice...>', '试改歧义的默认取值，如 AMB-11=working-days')
    .option('--calendar <file...>', '另外采用的官方日历文件（JSON，一年一个）')
    .option('--provisional', '没有官方日历的年份仅按周末推算，结果标明暂定')
    .action((file: string, options: PlanOptions, command: Command) => plan(file, options, command, io))

  contract
    .command('schema')
    .description('打印合同数据的 JSON Schema（即 contracts/contract.schema.json），供编辑器校验')
    .action(() => io.stdout(contractSchemaText()))
}

/** The check of a file that can be found; otherwise the problem is printed with exit 2. */
function check(file: string, io: CliIo, command: Command): ContractCheck | undefined {
  try {
    return checkContract(readContractSource(file))
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    for (const problem of error.problems) io.stderr(lineOf(problem))
    if (wantsJson(command)) io.stdout(JSON.stringify({ ok: false, problems: error.problems }, undefined, 2))
    io.setExit(2)
    return undefined
  }
}

async function plan(file: string, options: PlanOptions, command: Command, io: CliIo): Promise<void> {
  const checked = check(file, io, command)
  if (checked === undefined) return
  const { document } = checked
  if (document === undefined) {
    for (const problem of checked.problems) io.stderr(lineOf(problem))
    if (wantsJson(command)) io.stdout(JSON.stringify({ ok: false, problems: checked.problems }, undefined, 2))
    io.setExit(1)
    return
  }
  const { from = '', to = '', choose = [] } = options
  const decisions = choose.map((choice): DefaultDecision => ({ ambiguity: choice.split('=')[0] ?? '', option: choice.split('=')[1] ?? '', effectiveOn: from }))
  const calendar = await loadCalendar(options.calendar ?? [])
  const problems = [
    ...rangeProblems(options.from, options.to),
    ...filterProblems(document, options),
    ...(isDate(from) ? problemsOfDecisions(document, decisions) : []).map(({ message }) => ({ place: '--choose', message })),
    ...(calendar.ok ? [] : calendar.problems),
  ]
  if (problems.length > 0 || !calendar.ok) return printProblems(io, command, problems, 2)
  const filters = { ...(options.subsystem !== undefined && { subsystem: options.subsystem }), ...(options.service !== undefined && { service: options.service }) }
  const planned = planOccurrences({ document, decisions, calendar: calendar.value, from, to, filters })
  const unofficial = unofficialYears(calendar.value, from, to, planned.occurrences)
  if (unofficial.length > 0 && options.provisional !== true) {
    const message = '没有官方工作日历：加 --provisional 仅按周末推算，或用 --calendar 给出官方日历文件'
    return printProblems(io, command, [{ place: unofficial.join('、'), message }], 1)
  }
  const required = planned.occurrences.filter(isRequired)
  const notApplicable = planned.occurrences.filter((one) => !isRequired(one))
  const result = { occurrences: required, counts: planned.counts, notApplicable, calendar: calendar.value.version, provisional: unofficial.length > 0 }
  printResult(io, command, result, describePlan(document, required, notApplicable, planned.counts))
}

function rangeProblems(from: string | undefined, to: string | undefined): InputProblem[] {
  const problems = [['--from', from] as const, ['--to', to] as const]
    .filter(([, date]) => date === undefined || !isDate(date))
    .map(([place, date]) => ({ place, message: date === undefined ? '缺少日期，应写作 YYYY-MM-DD' : `“${date}”不是存在的日期，应写作 YYYY-MM-DD` }))
  if (problems.length > 0 || from === undefined || to === undefined) return problems
  if (to < from) return [{ place: '--to', message: `末日 ${to} 早于首日 ${from}，请对调` }]
  if (yearOf(to) - yearOf(from) >= MAX_YEARS) return [{ place: '--to', message: `一次最多计划 ${MAX_YEARS} 年，请缩短范围` }]
  return []
}

/** Unknown means not declared in this contract. */
function filterProblems(document: ContractDocument, { subsystem, service }: PlanOptions): InputProblem[] {
  const problems: InputProblem[] = []
  const subsystems = [...document.subsystems.map(({ slug }) => slug), WHOLE_PLATFORM]
  const services = [...document.modules.map((module) => module.service), CONTRACT_ITSELF]
  if (subsystem !== undefined && !subsystems.includes(subsystem)) problems.push({ place: '--subsystem', message: `本合同没有子系统“${subsystem}”，可选：${subsystems.join('、')}` })
  if (service !== undefined && !services.includes(service)) problems.push({ place: '--service', message: `本合同没有服务“${service}”，可选：${services.join('、')}` })
  return problems
}

function unofficialYears(calendar: WorkingCalendar, from: string, to: string, occurrences: readonly Occurrence[]): number[] {
  const provisional = occurrences.filter((one) => one.isProvisional).flatMap(({ opensOn, endsOn, dueAt }) => [opensOn, endsOn, dueAt].map(yearOf))
  return [...new Set([yearOf(from), yearOf(to), ...provisional])].filter((year) => !calendar.isOfficial(year)).toSorted((a, b) => a - b)
}

function lineOf({ file, line, clause, message }: ContractProblem): string {
  return `${file}:${line}${clause === '' ? '' : ` [${clause}]`} ${message}`
}
