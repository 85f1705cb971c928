import type { AppError } from './app-error.ts'

/**
 * Thrown by a verb that refuses but whose writes must stay: a failed sign-in has to be counted. `act` commits and then
 * throws the error inside; everything else that is thrown still undoes the act.
 */
export class KeptRefusal extends Error {
  readonly refusal: AppError
  constructor(refusal: AppError) {
    super(refusal.message)
    this.name = 'KeptRefusal'
    this.refusal = refusal
  }
}
