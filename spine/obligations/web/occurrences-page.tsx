import { Page } from '#web/kit/detail/page.tsx'
import { OccurrenceList } from './occurrence-list.tsx'

export function OccurrencesPage() {
  return (
    <Page title="应办事项" lead="合同义务按工作日历排出的每一次。判定由事实推出，不能手工改写；点开可看依据。">
      <OccurrenceList />
    </Page>
  )
}
