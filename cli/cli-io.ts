/**
 * What a command may touch of the outside: two streams and the exit code. Commands get it as an argument, so that they
 * are tested without a process. With `--json` a command prints exactly one JSON value to standard output; everything
 * meant for a person goes to standard error.
 */
import type { Command } from 'commander'
import type { InputProblem } from '#shared/problem.ts'

/** 0 done and clean · 1 done with findings, or refused by a rule · 2 wrong usage or configuration · 3 target not reached. */
export type ExitCode = 0 | 1 | 2 | 3

export type CliIo = {
  /** Writes text and a line end to standard output. */
  stdout(text: string): void
  /** Writes text and a line end to standard error. */
  stderr(text: string): void
  /** The exit code of the whole run; 0 when never called. */
  setExit(code: ExitCode): void
}

/** Whether `--json` was given to the command or to the program. */
export function wantsJson(command: Command): boolean {
  return command.optsWithGlobals<{ json?: boolean }>().json === true
}

/** Prints the result as JSON or as lines for a person. */
export function printResult(io: CliIo, command: Command, result: unknown, lines: readonly string[]): void {
  io.stdout(wantsJson(command) ? JSON.stringify(result, undefined, 2) : lines.join('\n'))
}

/** Prints every problem at once, `{"ok":false,"problems":[…]}` with `--json`, and sets the exit code. */
export function printProblems(io: CliIo, command: Command, problems: readonly InputProblem[], code: 1 | 2 | 3): void {
  if (wantsJson(command)) io.stdout(JSON.stringify({ ok: false, problems }, undefined, 2))
  for (const problem of problems) io.stderr(`${problem.place}：${problem.message}`)
  io.setExit(code)
}
