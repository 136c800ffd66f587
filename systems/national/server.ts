// systems/national/server.ts: the national portal, document axis and NDXP in one process, for rehearsals. Real ones are never reached from here.
import process from 'node:process'
import { startSystem } from '../kit/server.ts'
import { axisServices } from './axis.ts'
import { loadProcedures } from './catalogue.ts'
import type { operations } from './generated/contract.d.ts'
import { ndxpServices } from './ndxp.ts'
import { portalServices } from './portal.ts'
import { readAccounts } from './portal-session.ts'
import { readHandlers } from './reads.ts'
import { addWire, type Peer } from './wire.ts'

const PEERS: readonly Peer[] = [
  {
    name: 'portal',
    services: portalServices(loadProcedures()),
    refusal: (error_code, message) => ({ error_code, message }),
  },
  {
    name: 'axis',
    services: axisServices(),
    refusal: (ErrorCode, ErrorDesc) => ({ status: 'FAIL', ErrorCode, ErrorDesc }),
  },
  {
    name: 'ndxp',
    services: ndxpServices(),
    refusal: (code, MSG) => ({ MSG, Count: 0, code }),
  },
]

await startSystem<operations>({
  name: 'national',
  contract: new URL('./contract.yaml', import.meta.url),
  schema: new URL('./schema/', import.meta.url),
  handlers: readHandlers,
  routes: (app, context) => addWire(app, context, PEERS, readAccounts(process.env['PORTAL_ACCOUNTS'])),
})
