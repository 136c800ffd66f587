// systems/procedures/telling.ts: who is told of a change, as outbox messages in the change's own transaction. Waits for nobody.
import { randomUUID } from 'node:crypto'
import type { Database } from '../kit/database.ts'
import type { ExchangeClient } from '../kit/exchange-client.ts'
import { isOnTime } from './deadline.ts'
import type { Dossier, Names, Step } from './dossier.ts'
import { dossierItem, portalBody, progressItem, type Supplement } from './portal.ts'

export type Telling = {
  /** A dossier the portal does not know yet. */
  registered(tx: Database, dossier: Dossier): Promise<void>
  /** A step of a dossier the portal knows; a finished one is also told to reporting. */
  progressed(tx: Database, dossier: Dossier, step: Omit<Step, 'number'>): Promise<void>
}

const PORTAL = 'national-portal'

/** All messages of one dossier are one stream: a status told out of order would be a wrong status. */
export function createTelling(exchange: ExchangeClient, member: string, names: Names): Telling {
  const tell = (
    tx: Database,
    code: string,
    to: string,
    service: string,
    body: Parameters<ExchangeClient['send']>[1]['body'],
  ) => exchange.send(tx, { id: randomUUID(), to, service, body, stream: code })
  const synchronise = async (tx: Database, dossier: Dossier, isUpdating: boolean): Promise<void> => {
    const item = dossierItem(dossier, names, await supplementsOf(tx, dossier.code))
    await tell(
      tx,
      dossier.code,
      PORTAL,
      'DongBoHoSoMC',
      portalBody(member, 'DongBoHoSoMC', [item], isUpdating),
    )
  }
  return {
    registered: (tx, dossier) => synchronise(tx, dossier, false),
    progressed: async (tx, dossier, step) => {
      await synchronise(tx, dossier, true)
      const item = progressItem(dossier, names, step)
      await tell(
        tx,
        dossier.code,
        PORTAL,
        'CapNhatTienDoHoSoMC',
        portalBody(member, 'CapNhatTienDoHoSoMC', [item]),
      )
      const { finishedAt, dueAt, supplementRequests, code, unit, procedure } = dossier
      if (step.to !== 9 || finishedAt === null) return
      const onTime = dueAt !== null && isOnTime({ finishedAt, dueAt, supplementRequests })
      await tell(tx, code, 'reporting', 'dossier-events', {
        dossier: code,
        unit,
        procedure,
        finishedAt: finishedAt.toISOString(),
        onTime,
      })
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
