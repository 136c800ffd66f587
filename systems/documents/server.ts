// documents/server.ts: the official-documents system as a process. Its rules stand in the noun files beside it.
import { startSystem } from '../kit/server.ts'
import { createAxis } from './axis.ts'
import type { operations } from './generated/contract.d.ts'
import { incomingHandlers } from './incoming-handlers.ts'
import { organsOf } from './organ.ts'
import { outgoingHandlers } from './outgoing-handlers.ts'
import { serviceHandlers } from './service-handlers.ts'

await startSystem<operations>({
  name: 'documents',
  contract: new URL('./contract.yaml', import.meta.url),
  schema: new URL('./schema/', import.meta.url),
  handlers: (context) => {
    const organs = organsOf(context.env.member, context.units)
    const axis = createAxis(context.exchange, organs)
    return {
      ...incomingHandlers(context, axis),
      ...outgoingHandlers(context, axis, organs),
      ...serviceHandlers(context, axis, organs),
    }
  },
})
