// meetings/server.ts: the online-meetings system as a process. Its rules stand in the noun files beside it.
import { startSystem } from '../kit/server.ts'
import { createEventWait, type EventWait } from './event-wait.ts'
import type { operations } from './generated/contract.d.ts'
import { openSigner, type TokenSigner } from './join-token.ts'
import { participantHandlers } from './participant-handlers.ts'
import { roomHandlers } from './room-handlers.ts'

let wait: EventWait | undefined

await startSystem<operations>({
  name: 'meetings',
  contract: new URL('./contract.yaml', import.meta.url),
  schema: new URL('./schema/', import.meta.url),
  handlers: (context) => {
    let opened: Promise<TokenSigner> | undefined
    const signer = (): Promise<TokenSigner> => {
      // Not at the start: the database may be away then. A failure is not kept.
      opened ??= openSigner(context.db).catch((error: unknown) => {
        opened = undefined
        throw error
      })
      return opened
    }
    wait = createEventWait(context.db)
    const parts = { signer, wait }
    return { ...roomHandlers(context, parts), ...participantHandlers(context, parts) }
  },
  routes: (app) => {
    // A long poll would hold the process back for its whole time.
    app.addHook('preClose', async () => wait?.stop())
  },
})
