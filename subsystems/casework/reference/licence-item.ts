/** 政务服务事项: what a citizen or enterprise can apply for. */
export type LicenceItem = {
  readonly code: string
  readonly name: string
  readonly type: '普通' | '特许' | '认可' | '核准' | '登记' | '其他'
  readonly decisionLevel: '市级' | '区级'
  readonly timeLimit: string
  /** Working days promised, at most the statutory limit. */
  readonly promiseDays: number
  readonly resultName: string
}
