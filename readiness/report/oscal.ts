// readiness/report/oscal.ts: the verdict as OSCAL 1.2.2 assessment results (data/oscal), for auditors' own tools.
import { createHash } from 'node:crypto'
import type { Criterion } from '../../types/criterion.ts'
import type { CriterionResult, Verdict } from '../../types/finding.ts'
import type { Run } from '../../types/run.ts'
import { outcomeText } from './decision.ts'

const NAMESPACE = 'https://sansang.vn/oscal'
/** Namespace of our name-based UUIDs (RFC 9562, version 5); drawn once, never to change. */
const UUID_NAMESPACE = Buffer.from('5e2f0b7a94c14d1f8f0e6b1d3a7c9e42', 'hex')

/** UUID version 5 of a name: the same run gives the same document. */
function uuid(name: string): string {
  const bytes = createHash('sha1').update(UUID_NAMESPACE).update(name, 'utf8').digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const prop = (name: string, value: string) => ({ name, ns: NAMESPACE, value })

/** OSCAL knows satisfied and not-satisfied; our finer status stands beside it as a property. */
function finding(run: Run, criterion: Criterion, result: CriterionResult, observation: string) {
  const satisfied = result.status === 'pass' || result.status === 'not-applicable'
  return {
    uuid: uuid(`${run.header.runId}/finding/${criterion.id}`),
    title: `${criterion.id} ${criterion.title.en}`,
    description: criterion.requirement.en,
    props: [
      prop('status', result.status),
      prop('severity', result.severity),
      prop('basis', criterion.basis),
      ...criterion.sources.map(({ ref, standing }) => prop('source', `${ref} (${standing})`)),
    ],
    target: {
      type: 'objective-id',
      'target-id': criterion.id,
      status: { state: satisfied ? 'satisfied' : 'not-satisfied', reason: satisfied ? 'pass' : 'fail' },
    },
    'related-observations': [{ 'observation-uuid': observation }],
  }
}

function observation(run: Run, criterion: Criterion, result: CriterionResult, id: string) {
  const told = result.notPassed.slice(0, 200).map((one) => `${one.subject}: ${one.status}: ${one.reason.en}`)
  const left = result.notPassed.length - told.length
  if (left > 0) told.push(`… and ${left} more, all in verdict.json`)
  return {
    uuid: id,
    title: criterion.title.en,
    description: [
      `${result.heard} of ${result.expected} heard from; ${result.counts.pass} findings pass.`,
      ...told,
    ].join('\n'),
    methods: [criterion.manual === undefined ? 'TEST' : 'EXAMINE'],
    'relevant-evidence': [
      {
        href: './evidence.jsonl',
        description: `Records of kind ${criterion.evidence}, each judged by the rule: ${criterion.rule}`,
      },
    ],
    collected: run.header.startedAt,
  }
}

function controls(run: Run) {
  return {
    'control-selections': [
      {
        description: 'The criteria of this run.',
        'include-controls': run.criteria.map((criterion) => ({ 'control-id': criterion.id })),
      },
    ],
  }
}

function assessment(run: Run, verdict: Verdict) {
  const criteria = new Map(run.criteria.map((criterion) => [criterion.id, criterion]))
  const judged = verdict.criteria.flatMap((result) => {
    const criterion = criteria.get(result.criterion)
    return criterion === undefined
      ? []
      : [{ criterion, result, id: uuid(`${run.header.runId}/observation/${criterion.id}`) }]
  })
  return {
    uuid: uuid(`${run.header.runId}/result`),
    title: outcomeText(verdict).en,
    description: `Readiness of the five shared systems of ${verdict.province.name}, judged as of ${verdict.asOf}.`,
    start: run.header.startedAt,
    props: [
      prop('outcome', verdict.outcome),
      prop('standing', verdict.standing),
      prop('as-of', verdict.asOf),
    ],
    'reviewed-controls': controls(run),
    observations: judged.map(({ criterion, result, id }) => observation(run, criterion, result, id)),
    findings: judged.map(({ criterion, result, id }) => finding(run, criterion, result, id)),
  }
}

/** OSCAL assessment results as JSON text. The assessment plan it must name is the stack and its criteria, in evidence.jsonl. */
export function oscal(run: Run, verdict: Verdict): string {
  const document = {
    'assessment-results': {
      uuid: uuid(`${run.header.runId}/assessment-results`),
      metadata: {
        title: `sansang readiness: ${verdict.province.name}`,
        'last-modified': run.header.startedAt,
        version: run.header.runId,
        'oscal-version': '1.2.2',
        props: [
          prop('tool', `${run.header.tool.name} ${run.header.tool.version}`),
          prop('revision', run.header.tool.revision),
        ],
      },
      'import-ap': {
        href: './evidence.jsonl',
        remarks: 'The criteria, populations and waivers this run was asked to judge.',
      },
      results: [assessment(run, verdict)],
    },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}
