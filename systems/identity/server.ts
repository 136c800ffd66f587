// systems/identity/server.ts: the identity service as a process. Its rules are in the files it puts together.
import process from 'node:process'
import { requireUnit } from '../kit/auth.ts'
import { Problem } from '../kit/problem.ts'
import { startSystem } from '../kit/server.ts'
import { application, staticClients } from './clients.ts'
import type { operations } from './generated/contract.d.ts'
import { loadKeys } from './keys.ts'
import { addPerson, listPeople, type Person, revokePerson } from './people.ts'
import { createProvider } from './provider.ts'
import { syncRehearsalPeople } from './rehearsal.ts'
import { addSignIn } from './sign-in.ts'
import { keepClient, startSweep } from './store.ts'

const rehearsalSecret = process.env['REHEARSAL_SECRET'] || undefined

await startSystem<operations>({
  name: 'identity',
  isIdentity: true,
  contract: new URL('./contract.yaml', import.meta.url),
  schema: new URL('./schema/', import.meta.url),
  handlers: ({ db, units }) => ({
    listPeople: async ({ query, caller }) => ({
      people: (
        await listPeople(db, { after: query.after ?? '', limit: query.limit ?? 100, unit: caller.unit })
      ).map(shown),
    }),
    addPerson: async ({ body, caller }, reply) => {
      const { unit, ...person } = body
      // Whoever could add a person for the whole province could make themselves one.
      requireUnit(caller, unit ?? units.provinceCode)
      if (unit !== undefined && units.find(unit) === undefined)
        throw new Problem(
          422,
          'unknown-unit',
          `${unit} is not a commune of this province since ${units.effectiveFrom}`,
        )
      return reply
        .code(201)
        .send(shown(await addPerson(db, { ...person, ...(unit !== undefined && { unit }) })))
    },
    revokePerson: async ({ params, caller }) =>
      shown(
        await revokePerson(db, params.username, ({ unit }) =>
          requireUnit(caller, unit ?? units.provinceCode),
        ),
      ),
    putApplication: async ({ params, body, caller }) => {
      requireUnit(caller, units.provinceCode)
      const { clientId } = params
      const unreadable = body.redirectUris.filter((uri) => !URL.canParse(uri))
      if (unreadable.length > 0)
        throw new Problem(422, 'bad-redirect-uri', `not an address: ${unreadable.join(', ')}`)
      await keepClient(db, clientId, application(clientId, body.name, body.redirectUris))
      return body
    },
  }),
  routes: async (app, { env, db, units }) => {
    const clients = staticClients(process.env['IDENTITY_CLIENTS'], rehearsalSecret)
    await syncRehearsalPeople(db, units, rehearsalSecret)
    const provider = createProvider({ issuer: env.oidcIssuer, db, keys: await loadKeys(db), clients })
    await addSignIn(app, provider, db)
  },
  background: ({ db, log }) =>
    startSweep(db, (error) => log.warn({ reason: String(error) }, 'expired records were not deleted')),
})

/** A person as the contract shows one. */
function shown({ username, displayName, roles, unit, state }: Person) {
  return { username, displayName, roles, state, ...(unit !== null && { unit }) }
}
