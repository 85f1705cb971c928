/** Scoring of one population, explained line by line. Pure: the same input gives the same sheet. */
export type ScoredProject = { readonly projectId: number; readonly weight: number; /** Safety, quality and innovation, already one figure. */ readonly dynamic: number }
export type ScoredEvent = { readonly creditEventId: number; readonly projectId: number | null; readonly block: '项目履约' | '企业信息'; readonly kind: '良好' | '不良'; readonly points: number; readonly title: string }
export type Subject = { readonly enterpriseId: number; readonly projects: readonly ScoredProject[]; readonly events: readonly ScoredEvent[] }
export type ScoreRules = { readonly blockMax: number; readonly rankStep: number; readonly rankDeduction: number; readonly rankFloor: number }
export type ScoreLine = { readonly block: '项目履约' | '企业信息'; readonly creditEventId: number | null; readonly projectId: number | null; readonly points: number; readonly note: string }
export type ScoreSheet = { readonly enterpriseId: number; readonly projectPoints: number; readonly corpPoints: number; readonly total: number; readonly rank: number; readonly grade: 'A' | 'B' | 'C' | 'D'; readonly lines: readonly ScoreLine[] }

/**
 * Project score = weight × (dynamic + honours − bad conduct); the mean over the subject's projects is turned into points by
 * rank: the first `rankStep` places have the full block, every further step loses `rankDeduction`, anyone with points keeps
 * `rankFloor`. Enterprise information is added up. Equal totals share a place (competition ranking).
 */
export function scorePopulation(subjects: readonly Subject[], rules: ScoreRules): ScoreSheet[] {
  const means = subjects.map((subject) => ({ subject, mean: projectMean(subject) }))
  const sheets = means.map(({ subject, mean }) => {
    const place = 1 + means.filter((other) => other.mean > mean).length
    const projectPoints = mean > 0 ? Math.max(rules.rankFloor, rules.blockMax - Math.floor((place - 1) / rules.rankStep) * rules.rankDeduction) : 0
    const corpPoints = round(subject.events.filter(({ block }) => block === '企业信息').reduce((sum, event) => sum + signed(event), 0))
    return { enterpriseId: subject.enterpriseId, projectPoints, corpPoints, total: round(projectPoints + corpPoints), lines: linesOf(subject, mean, place, projectPoints) }
  })
  return sheets.map((sheet) => {
    const rank = 1 + sheets.filter((other) => other.total > sheet.total).length
    return { ...sheet, rank, grade: gradeOf(sheet.total) }
  })
}

function projectMean({ projects, events }: Subject): number {
  if (projects.length === 0) return 0
  const scores = projects.map((project) => {
    const own = events.filter(({ block, projectId }) => block === '项目履约' && projectId === project.projectId)
    return project.weight * (project.dynamic + own.reduce((sum, event) => sum + signed(event), 0))
  })
  return scores.reduce((sum, score) => sum + score, 0) / scores.length
}

function linesOf({ projects, events }: Subject, mean: number, place: number, projectPoints: number): ScoreLine[] {
  return [
    ...(projects.length > 0 ? [{ block: '项目履约' as const, creditEventId: null, projectId: null, points: projectPoints, note: `${projects.length} 个项目平均 ${round(mean)}，第 ${place} 名折算` }] : []),
    ...projects.map((project) => ({ block: '项目履约' as const, creditEventId: null, projectId: project.projectId, points: 0, note: `动态评价 ${project.dynamic}，规模系数 ${project.weight}（计入平均）` })),
    ...events.map((event) => ({ block: event.block, creditEventId: event.creditEventId, projectId: event.projectId, points: event.block === '企业信息' ? signed(event) : 0, note: `${event.title} ${signed(event) > 0 ? '+' : ''}${signed(event)}${event.block === '项目履约' ? '（计入项目得分）' : ''}` })),
  ]
}

function signed({ kind, points }: ScoredEvent): number {
  return kind === '良好' ? points : -points
}

function gradeOf(total: number): ScoreSheet['grade'] {
  if (total >= 90) return 'A'
  if (total >= 75) return 'B'
  return total >= 60 ? 'C' : 'D'
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
