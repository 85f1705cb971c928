import { z } from 'zod'

/** A path on the same host: `//other` or `http://other` would leave it. */
const path = z.string().regex(/^\/(?!\/)[^\s#]*$/, '路径应以 / 开头，且不得含主机名')

/** A status code, or a range of them (`200-399`). */
const statusSet = z.union([z.int().min(100).max(599), z.string().regex(/^\d{3}-\d{3}$/, '状态码范围应形如 200-399')])
export type StatusSet = z.output<typeof statusSet>

/** JSON pointer (RFC 6901). */
const pointer = z.string().regex(/^(\/([^~/]|~[01])*)*$/, 'JSON 指针应形如 /a/b/0')

const call = {
  path: path.default('/'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'OPTIONS']).default('GET'),
  headers: z.record(z.string(), z.string()).default({}),
  /** Text is sent as it is, anything else as JSON; both may hold `{{secret.username}}` and the like. */
  body: z.unknown().optional(),
}

const singleCall = {
  ...call,
  /** Sends the credentials of the door: HTTP Basic, or the token as Bearer. */
  login: z.enum(['basic', 'bearer']).optional(),
  /** How many redirects to follow; each goes through the allow-list again. */
  redirects: z.int().min(0).max(5).default(0),
}

const scenarioStep = z.strictObject({
  /** Chinese name of the step, for the record. */
  name: z.string().min(1),
  ...call,
  expectStatus: statusSet.default('200-299'),
  expectText: z.string().optional(),
  /** The field at `pointer` equals `equals`, or merely exists. */
  expectJson: z.strictObject({ pointer, equals: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional() }).optional(),
  /** Values for later steps, used as `{{name}}`: from a field of the answer or from a header. Cookies are carried without asking. */
  capture: z.record(z.string().regex(/^[a-z][\w-]*$/i), z.union([z.strictObject({ pointer }), z.strictObject({ header: z.string() })])).default({}),
})
export type ScenarioStep = z.output<typeof scenarioStep>

export const httpEndpointQuestion = z.discriminatedUnion('measure', [
  /** number: the status code, whatever it is. */
  z.strictObject({ measure: z.literal('status'), ...singleCall }),
  /** ms until the last byte; a status outside `expectStatus` is no value but a bad answer: errors are often fast. */
  z.strictObject({ measure: z.literal('response-ms'), ...singleCall, expectStatus: statusSet.default('200-399') }),
  /** true when the status is expected and the body contains `expect`. */
  z.strictObject({ measure: z.literal('content-match'), ...singleCall, expectStatus: statusSet.default('200-399'), expect: z.string().min(1) }),
  /** The scalar at `pointer` of a JSON answer; null when it is not there; an object or array gives its size. */
  z.strictObject({ measure: z.literal('json'), ...singleCall, pointer, expectStatus: statusSet.default('200-299'), unit: z.string().optional() }),
  /** A response header as text; null when absent. */
  z.strictObject({ measure: z.literal('header'), ...singleCall, header: z.string().min(1) }),
  /**
   * true when every step of the business scenario went as expected; `raw` names the step that did not. With `answer`, the
   * scalar at `pointer` of the last step's JSON answer instead (a measure behind a sign-in); a failed step is then no value.
   */
  z.strictObject({ measure: z.literal('scenario'), steps: z.array(scenarioStep).min(1).max(20), answer: z.strictObject({ pointer, unit: z.string().optional() }).optional() }),
])
export type HttpEndpointQuestion = z.output<typeof httpEndpointQuestion>

/** Is a status code in the expected set? */
export function isExpected(status: number, expected: StatusSet): boolean {
  if (typeof expected === 'number') return status === expected
  const [from = 0, to = 0] = expected.split('-').map(Number)
  return status >= from && status <= to
}
