// reporting/server.ts: the reporting system as a process. Its rules stand in the noun files beside it.
import { startSystem } from '../kit/server.ts'
import { dossierHandlers } from './dossier-handlers.ts'
import type { operations } from './generated/contract.d.ts'
import { reportHandlers } from './report-handlers.ts'

await startSystem<operations>({
  name: 'reporting',
  contract: new URL('./contract.yaml', import.meta.url),
  schema: new URL('./schema/', import.meta.url),
  handlers: (context) => ({ ...reportHandlers(context), ...dossierHandlers(context) }),
})
