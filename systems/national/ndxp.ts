// systems/national/ndxp.ts: where provinces' report summaries arrive. Judges their period, not their figures.
import type { JsonObject } from '../../types/json.ts'
import type { Database } from '../kit/database.ts'
import type { PeerServices, Received } from './peer-service.ts'
import { CODES, Refusal } from './refusal.ts'

/** YYYYMM, YYYYQ, YYYY; H1 and M9 for the half-year and nine months, whose code no source attests. */
const PERIOD = /^\d{4}(0[1-9]|1[0-2]|[1-4]|H1|M9)?$/

/** What the platform offers, by service name. */
export function ndxpServices(): PeerServices {
  return { 'report-summary': { changes: true, serve: take } }
}

async function take(tx: Database, { body, client, messageId }: Received): Promise<JsonObject> {
  const missing = ['template', 'period'].filter((name) => typeof body[name] !== 'string' || body[name] === '')
  if (missing.length > 0)
    throw new Refusal(
      CODES.empty,
      missing.map((name) => `${name} is missing`),
    )
  if (!PERIOD.test(String(body['period'])))
    throw new Refusal(CODES.invalid, [`period ${String(body['period'])} is none of YYYYMM, YYYYQ, YYYY`])
  await tx.query(
    'insert into ndxp_summary (message_id, client, template, period, body) values ($1, $2, $3, $4, $5)',
    [messageId, client, body['template'], body['period'], JSON.stringify(body)],
  )
  return { MSG: 'OK', Count: 1 }
}
