// systems/procedures/step-handlers.ts: the operations that lead a dossier one step further. What is allowed stands in status.ts.
import type { Caller } from '../kit/auth.ts'
import type { Handlers } from '../kit/handler.ts'
import { show } from './dossier.ts'
import type { components, operations } from './generated/contract.d.ts'
import { type Step, takeStep } from './progress.ts'
import { readDossier } from './register.ts'
import type { Action } from './status.ts'
import type { Desk } from './submission.ts'

type Shown = components['schemas']['Dossier']
type Request = {
  readonly params: { readonly code: string }
  readonly body: Pick<Step, 'note' | 'caseCode' | 'limitWorkingDays' | 'resultName'> | undefined
  readonly caller: Caller
}

type StepOperation =
  | 'acceptDossier'
  | 'rejectDossier'
  | 'startProcessing'
  | 'requestSupplement'
  | 'supplyDossier'
  | 'requestPayment'
  | 'confirmPayment'
  | 'withdrawDossier'
  | 'stopDossier'
  | 'finishDossier'
  | 'handOverDossier'

/** Operations that take a dossier one step further; each refusal is a Problem. */
export function stepHandlers(desk: Desk): Pick<Handlers<operations>, StepOperation> {
  const step =
    (action: Action) =>
    async ({ params, body, caller }: Request): Promise<Shown> => {
      await takeStep(desk, { code: params.code, caller, ...body, action })
      const { dossier, steps } = await readDossier(desk.db, params.code)
      return show(dossier, desk.names, steps)
    }
  return {
    acceptDossier: step('accept'),
    rejectDossier: step('reject'),
    startProcessing: step('start'),
    requestSupplement: step('requestSupplement'),
    supplyDossier: step('supply'),
    requestPayment: step('requestPayment'),
    confirmPayment: step('confirmPayment'),
    withdrawDossier: step('withdraw'),
    stopDossier: step('stop'),
    finishDossier: step('finish'),
    handOverDossier: step('handOver'),
  }
}
