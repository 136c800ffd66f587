// infra/program-config.test.ts: what the engine hands over is refused with every fault at once, in the form Pulumi prints without a stack trace.
import { Config, RunError, runtime } from '@pulumi/pulumi'
import { expect, test } from 'vitest'
import { readStackFile } from './config.ts'
import { secretsOf, stackOf } from './program-config.ts'
import { SETTINGS } from './stack-shape.ts'

const { values, stack } = readStackFile('an-giang')

function configured(changed: Readonly<Record<string, unknown>>, secrets: readonly string[]): Config {
  const all = { ...values, ...changed }
  const settings = SETTINGS.filter((key) => all[key] !== undefined)
  const config = settings.map((key): [string, string] => [key, JSON.stringify(all[key])])
  const set = secrets.map((key): [string, string] => [key, 'set'])
  runtime.setAllConfig(Object.fromEntries([...config, ...set]), [...secrets])
  return new Config('sansang')
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (RunError.isInstance(error)) return error.message
    throw error
  }
  throw new Error('the configuration was accepted')
}

test('a stack without fault is taken as its file says', () => {
  expect(stackOf('an-giang', configured({}, []))).toEqual(stack)
})

test('every fault is named, and the command that shows their lines', () => {
  const province = { ...(values['sansang:province'] as object), goLive: '2025-17-01' }
  const database = { ...(values['sansang:database'] as object), instances: 2 }
  const config = configured({ 'sansang:province': province, 'sansang:database': database }, [])
  const lines = refusal(() => stackOf('an-giang', config)).split('\n')
  expect(lines).toEqual([
    'the configuration of stack an-giang has faults:',
    expect.stringContaining('sansang:province.goLive is the text "2025-17-01"'),
    expect.stringContaining('sansang:database.instances is the number 2'),
    './sansang plan an-giang shows them with their lines',
  ])
})

test('each key of the backup store nobody has set is asked for', () => {
  const command = 'pulumi config set --stack an-giang --secret sansang:'
  const none = refusal(() => secretsOf(stack, configured({}, [])))
  expect(none).toContain(`${command}backupAccessKey\n`)
  expect(none).toContain(`${command}backupSecretKey`)
  const one = refusal(() => secretsOf(stack, configured({}, ['sansang:backupAccessKey'])))
  expect(one).not.toContain('backupAccessKey')
  expect(one).toContain(`${command}backupSecretKey`)
  const both = ['sansang:backupAccessKey', 'sansang:backupSecretKey']
  expect(Object.keys(secretsOf(stack, configured({}, both)) ?? {})).toHaveLength(2)
})
