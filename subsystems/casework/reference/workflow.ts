/** A state machine as data. The first target of a state is its ordinary way on; a state without targets is final. */
export type Workflow = {
  readonly code: string
  readonly title: string
  /** First state is the initial one. */
  readonly states: Readonly<Record<string, WorkflowState>>
}
export type WorkflowState = readonly [title: string, ...targets: string[]]

/** Throws when a target is not a state of the same workflow: such a workflow could not be stored. */
export function defineWorkflow(code: string, title: string, states: Workflow['states']): Workflow {
  for (const [state, [, ...targets]] of Object.entries(states)) {
    for (const target of targets) if (!Object.hasOwn(states, target)) throw new Error(`workflow ${code}: ${state} leads to unknown state ${target}`)
  }
  return Object.freeze({ code, title, states })
}

export function initialState(workflow: Workflow): string {
  return Object.keys(workflow.states)[0] as string
}

export function targetsOf(workflow: Workflow, state: string): readonly string[] {
  return workflow.states[state]?.slice(1) ?? []
}
