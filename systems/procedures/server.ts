// systems/procedures/server.ts: the procedures system as a process. Its rules stand in the noun files beside it.
import { startSystem } from '../kit/server.ts'
import { loadCatalogue } from './catalogue.ts'
import type { operations } from './generated/contract.d.ts'
import { procedureHandlers } from './handlers.ts'
import { createTelling } from './telling.ts'

await startSystem<operations>({
  name: 'procedures',
  contract: new URL('./contract.yaml', import.meta.url),
  schema: new URL('./schema/', import.meta.url),
  handlers: (context) => {
    const names = { catalogue: loadCatalogue(), units: context.units }
    return procedureHandlers({
      ...context,
      names,
      telling: createTelling(context.exchange, context.env.member, names),
    })
  },
})
