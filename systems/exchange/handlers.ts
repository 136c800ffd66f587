// systems/exchange/handlers.ts: the operations of contract.yaml. What messages, log and rights are stands in their own files.
import type { Json } from '../../types/json.ts'
import type { Handlers } from '../kit/handler.ts'
import { receiveOnce } from '../kit/inbox.ts'
import { Problem } from '../kit/problem.ts'
import type { Context } from '../kit/server.ts'
import { formatSubsystem } from './address.ts'
import type { Exchange } from './exchange.ts'
import type { operations } from './generated/contract.d.ts'
import { type Message, message } from './message.ts'
import { backlog, listMessages } from './message-reads.ts'
import { clientList } from './metadata.ts'
import { allowed } from './rights.ts'

/** `exchange` is asked at each request: it is opened after the handlers are made, before the port is. */
export function handlers(context: Context, exchange: () => Exchange): Handlers<operations> {
  return {
    ...messageHandlers(context, exchange),
    listLog: async ({ query }) => {
      const { after = 0, limit = 100, id } = query
      return { entries: await exchange().log.page({ after, limit, ...(id !== undefined && { id }) }) }
    },
    getLogProof: () => exchange().log.proof(),
    listPeers: async () => {
      const waiting = await backlog(context.db)
      const peers = [...exchange().peers.values()].map(({ name, subsystem }) => {
        const row = waiting.find(({ receiver }) => receiver === name)
        return {
          name,
          memberCode: subsystem.member,
          reachable: exchange().courier(name)?.reachable() ?? true,
          waiting: row?.waiting ?? 0,
          oldestSeconds: row?.oldestSeconds ?? 0,
        }
      })
      return { peers }
    },
    listClients: async () => clientList(exchange().peers),
    receiveProbe: async ({ body, headers }) => {
      const id = String(headers['x-road-id'])
      const client = String(headers['x-road-client'])
      const received = await context.db.transaction((tx) =>
        receiveOnce(tx, id, async () => {
          await tx.query('insert into probe (message_id, client, note) values ($1, $2, $3)', [
            id,
            client,
            body.note,
          ])
        }),
      )
      return { received }
    },
  }
}

type MessageOperations = Pick<operations, 'storeMessage' | 'getMessage' | 'listMessages'>

function messageHandlers(context: Context, exchange: () => Exchange): Handlers<MessageOperations> {
  return {
    storeMessage: async ({ body, caller }, reply) => {
      const { id, to, service, stream } = body
      const { own, peers, rights, messages, courier } = exchange()
      const receiver = peers.get(to)
      if (receiver === undefined)
        throw new Problem(404, 'unknown-receiver', `there is no ${to} at this exchange`)
      const asked = { client: caller.client, provider: to, service, method: 'POST', path: '' }
      if (!allowed(await rights(), asked))
        throw new Problem(403, 'no-right', `${caller.client} may not send ${service} to ${to}`)
      // The contract lets any JSON through as the body.
      const posted = {
        id: id.toLowerCase(),
        to,
        service,
        body: body.body as Json,
        ...(stream !== undefined && { stream }),
      }
      const stored = await store(message(posted, { ...own, subsystem: caller.client }, receiver), messages)
      if (stored === 'conflict')
        throw new Problem(409, 'id-reused', 'this id stands for another message; use a new one')
      courier(to)?.wake()
      reply.code(stored === 'fresh' ? 202 : 200)
      const [row] = stored === 'fresh' ? [] : await listMessages(context.db, byId(posted.id))
      return { id: posted.id, state: row?.state ?? 'stored' }
    },
    getMessage: async ({ params, caller }) => {
      const [row] = await listMessages(context.db, byId(params.id))
      const mine = formatSubsystem({ ...exchange().own, subsystem: caller.client })
      if (row === undefined || (row.client !== mine && !caller.roles.includes('administrator')))
        throw new Problem(404, 'unknown-message', `there is no message ${params.id} of this client`)
      return row
    },
    listMessages: async ({ query }) => {
      const { limit = 100, after = 0, id: ids, include, since, ...filter } = query
      const messages = await listMessages(context.db, {
        ...filter,
        ...(since !== undefined && { since: new Date(since) }),
        after,
        limit,
        withBody: include === 'body',
        ...(ids !== undefined && { ids }),
      })
      const last = messages.at(-1)
      return { messages, ...(messages.length === limit && last !== undefined && { next: last.position }) }
    },
  }
}

// Nothing passes without its log entry (X8): a store that fails is a refusal the sender sees and repeats.
async function store(message: Message, messages: Exchange['messages']) {
  try {
    return await messages.store(message)
  } catch (cause) {
    throw new Problem(503, 'logging-failed', 'the message could not be stored and logged; send it again', {
      cause,
    })
  }
}

function byId(id: string) {
  return { after: 0, limit: 1, ids: [id], withBody: false }
}
