// systems/procedures/telling.ts: who is told of a change, as outbox messages in the change's own transaction. Waits for nobody.
import { randomUUID } from 'node:crypto'
import type { Database } from '../kit/database.ts'
import type { ExchangeClient, Message } from '../kit/exchange-client.ts'
import { isOnTime } from './deadline.ts'
import type { Dossier, Names, Step } from './dossier.ts'
import { dossierItem, type PortalCall, portalBody, progressItem, type Supplement } from './portal.ts'

export type Telling = {
  /** A dossier the portal does not know yet. */
  registered(tx: Database, dossier: Dossier): Promise<void>
  /** A step of a dossier the portal knows; a finished one is also told to reporting. */
  progressed(tx: Database, dossier: Dossier, step: Omit<Step, 'number'>): Promise<void>
}

const PORTAL = 'national-portal'

/** All messages of one dossier are one stream: a status told out of order would be a wrong status. */
export function createTelling(exchange: ExchangeClient, member: string, names: Names): Telling {
  const tell = (tx: Database, stream: string, message: Pick<Message, 'to' | 'service' | 'body'>) =>
    exchange.send(tx, { id: randomUUID(), ...message, stream })
  const tellPortal = (tx: Database, code: string, call: Omit<PortalCall, 'member'>) =>
    tell(tx, code, { to: PORTAL, service: call.service, body: portalBody({ member, ...call }) })
  const synchronise = async (tx: Database, dossier: Dossier, isUpdating: boolean): Promise<void> => {
    const item = dossierItem(dossier, names, await supplementsOf(tx, dossier.code))
    await tellPortal(tx, dossier.code, { service: 'DongBoHoSoMC', item, isUpdating })
  }
  return {
    registered: (tx, dossier) => synchronise(tx, dossier, false),
    progressed: async (tx, dossier, step) => {
      await synchronise(tx, dossier, true)
      const item = progressItem(dossier, names, step)
      await tellPortal(tx, dossier.code, { service: 'CapNhatTienDoHoSoMC', item })
      const { finishedAt, dueAt, supplementRequests, code, unit, procedure } = dossier
      if (step.to !== 9 || finishedAt === null) return
      const onTime = dueAt !== null && isOnTime({ finishedAt, dueAt, supplementRequests })
      const body = { dossier: code, unit, procedure, finishedAt: finishedAt.toISOString(), onTime }
      await tell(tx, code, { to: 'reporting', service: 'dossier-events', body })
    },
  }
}

function supplementsOf(tx: Database, code: string): Promise<Supplement[]> {
  return tx.query<Supplement>(
    `select number, requested_by as "requestedBy", content, requested_at as "requestedAt", supplied_at as "suppliedAt",
       due_before as "dueBefore", due_after as "dueAfter" from supplement where dossier = $1 order by number`,
    [code],
  )
}
