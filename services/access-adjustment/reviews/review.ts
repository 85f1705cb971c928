/** What a review comes to, kept with it. */
export type ReviewSummary = {
  readonly components: ReadonlyArray<{ readonly componentId: string; readonly title: string; readonly accounts: number; readonly roles: number; readonly accountsSm3: string; readonly hasBaseline: boolean }>
  readonly counts: Readonly<Record<string, number>>
  /** Discrepancies whose finding nobody has accepted. */
  readonly unexplained: number
  readonly accepted: number
}
