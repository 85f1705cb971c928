import { requestsApi, type RequestDetail } from '#spine/requests/api.ts'
import { RequestActs } from '#spine/requests/web/request-acts.tsx'
import { requestFacts, RequestStates } from '#spine/requests/web/request-page.tsx'
import { requestTabs } from '#spine/requests/web/request-tabs.tsx'
import { useRead } from '#web/kit/client/use-read.ts'
import { DetailPage, type DetailPlate } from '#web/kit/detail/detail-page.tsx'
import { usePageParams } from '#web/kit/frame/address.ts'
import { InstantText } from '#web/kit/value/instant-text.tsx'
import { changeKind, changeNature, changeRequestApi, type ChangeDetail } from '../api.ts'
import { ChecksTab } from './checks-tab.tsx'
import { ConflictList } from './conflict-list.tsx'
import { ContentTab } from './content/content-tab.tsx'
import { EffortTab } from './effort-tab.tsx'
import { StepActs } from './step-acts.tsx'
import { StepsTab } from './steps-tab.tsx'
import { Section } from '#web/kit/detail/section.tsx'

/** One change: the request with everything that is a change's own. */
export function ChangePage() {
  const { requestId } = usePageParams('requestId')
  const request = useRead(requestsApi, 'getRequest', { params: { requestId } })
  const change = useRead(changeRequestApi, 'getChange', { params: { requestId } }, { refreshMs: 15_000 })
  return <DetailPage of={request} show={(one) => plateOf(one, change.data)} />
}

function plateOf(request: RequestDetail, change: ChangeDetail | undefined): DetailPlate {
  const facts = requestFacts(request)
  if (!change) return { title: request.title, number: request.number, state: <RequestStates request={request} />, actions: <RequestActs request={request} />, facts, tabs: requestTabs(request) }
  return {
    title: request.title,
    number: request.number,
    state: <RequestStates request={request} />,
    actions: <><StepActs change={change} /><RequestActs request={request} /></>,
    facts: [
      { label: '变更类型', value: `${changeKind.titles[change.changeKind]} · ${changeNature.titles[change.nature]}` },
      { label: '计划', value: <><InstantText value={change.plannedFrom} /> 至 <InstantText value={change.plannedTo} /></> },
      { label: '工作量', value: `${change.spentDays} / ${change.estimateDays} 人日（已用 / 估算）` },
      { label: '所涉部件', value: change.components.map(({ title }) => title).join('、') },
      { label: '实施人员', value: change.people.map(({ name }) => name).join('、') },
      ...facts.filter(({ label }) => label !== '类别' && label !== '功能模块'),
    ],
    banner: change.conflicts.length > 0 && <Section title={`计划冲突 ${change.conflicts.length}`}><ConflictList conflicts={change.conflicts} /></Section>,
    tabs: requestTabs(request, [
      { key: 'steps', title: '实施', count: change.steps.length, content: <StepsTab change={change} isEnded={['closed', 'withdrawn', 'refused', 'merged'].includes(request.state)} /> },
      ...(change.nature === 'content' ? [{ key: 'contents', title: '执法内容', count: change.contents.length, content: <ContentTab change={change} /> }] : [{ key: 'checks', title: '检查对照', count: change.differences.length, content: <ChecksTab change={change} /> }]),
      { key: 'efforts', title: '工作量', content: <EffortTab change={change} /> },
    ]),
  }
}
