// systems/national/portal.ts: the National Public Service Portal's JSON services (generation A). Reads no HTTP.
import type { Json, JsonObject } from '../../types/json.ts'
import type { Database } from '../kit/database.ts'
import type { PublishedProcedures } from './catalogue.ts'
import type { PeerServices, Received } from './peer-service.ts'
import { dossierFaults, type ItemFault, progressFaults, unitOf } from './portal-item.ts'
import { statusFault } from './portal-status.ts'
import { CODES, Refusal } from './refusal.ts'

const DONE: JsonObject = { error_code: CODES.done, message: 'Thành công' }
const ITEMS_MAX = 100

/** What the portal offers, by service name. */
export function portalServices(procedures: PublishedProcedures): PeerServices {
  return {
    DongBoHoSoMC: { changes: true, serve: (tx, received) => synchronise(tx, received, procedures) },
    CapNhatTienDoHoSoMC: { changes: true, serve: noteProgress },
    TraCuuHoSo: {
      changes: false,
      serve: async (tx, { body }) => {
        const code = text(body, 'mahoso')
        const rows = await tx.query<{ item: Json }>('select item from dossier where code = $1', [code])
        if (rows.length === 0) throw new Refusal(CODES.invalid, [`Không tìm thấy hồ sơ ${code}`])
        return { error_code: CODES.done, result: rows.map(({ item }) => item) }
      },
    },
    LayThuTuc: {
      changes: false,
      serve: async (_tx, { body }) => {
        const code = text(body, 'maTTHC')
        const found = procedures.find(code)
        if (found === undefined) throw new Refusal(CODES.invalid, [`Không có thủ tục ${code}`])
        return { error_code: CODES.done, result: [found] }
      },
    },
    LayDanhSachTTHC: {
      changes: false,
      serve: async () => ({ error_code: CODES.done, result: procedures.list() }),
    },
  }
}

/** All items or none. A first registration of a dossier that exists has no effect and is answered with code 3 (P1). */
async function synchronise(
  tx: Database,
  received: Received,
  { codes }: PublishedProcedures,
): Promise<JsonObject> {
  const { body, now, messageId } = received
  const updating = flag(body)
  const data = items(body)
  refuse(data.flatMap((item) => dossierFaults(item, codes, now)))
  const known = await statuses(tx, data)
  const kind = updating ? 'update' : 'registration'
  const exists = updating ? [] : data.filter((item) => known.has(codeOf(item)))
  if (exists.length > 0) {
    await noteMessage(tx, exists, messageId, kind)
    const named = exists.map(codeOf).join(', ')
    return { error_code: CODES.exists, message: `Hồ sơ ${named} đã tồn tại` }
  }
  refuse(data.flatMap((item) => transition(item, known.get(codeOf(item)), updating)))
  for (const item of data) await keep(tx, item)
  await noteMessage(tx, data, messageId, kind)
  return DONE
}

function transition(item: JsonObject, from: string | undefined, updating: boolean): ItemFault[] {
  const code = codeOf(item)
  if (updating && from === undefined)
    return [{ code: CODES.invalid, reason: `Không tìm thấy hồ sơ ${code} để cập nhật` }]
  const fault = statusFault(from, String(item['TrangThaiHoSo']))
  return fault === undefined ? [] : [{ code: CODES.invalid, reason: `${code}: ${fault}` }]
}

async function keep(tx: Database, item: JsonObject): Promise<void> {
  const code = codeOf(item)
  await tx.query(
    `insert into dossier (code, unit, procedure, status, item) values ($1, $2, $3, $4, $5)
     on conflict (code) do update set status = excluded.status, item = excluded.item, updated_at = now()`,
    [code, unitOf(code), item['MaTTHC'], item['TrangThaiHoSo'], JSON.stringify(item)],
  )
}

async function noteProgress(tx: Database, { body, now, messageId }: Received): Promise<JsonObject> {
  const data = items(body)
  const known = await statuses(tx, data)
  refuse(
    data.flatMap((item) => [
      ...progressFaults(item, now),
      ...(known.has(codeOf(item))
        ? []
        : [{ code: CODES.invalid, reason: `Không tìm thấy hồ sơ ${codeOf(item)}` }]),
    ]),
  )
  for (const item of data)
    await tx.query('insert into progress (code, message_id, item) values ($1, $2, $3)', [
      codeOf(item),
      messageId,
      JSON.stringify(item),
    ])
  await noteMessage(tx, data, messageId, 'progress')
  return DONE
}

// Locked by code, whether it exists or not: two messages about one dossier are judged one after the other.
async function statuses(tx: Database, data: readonly JsonObject[]): Promise<ReadonlyMap<string, string>> {
  const codes = [...new Set(data.map(codeOf))].sort()
  for (const code of codes) await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [code])
  const rows = await tx.query<{ code: string; status: string }>(
    'select code, status from dossier where code = any($1)',
    [codes],
  )
  return new Map(rows.map(({ code, status }) => [code, status]))
}

async function noteMessage(
  tx: Database,
  data: readonly JsonObject[],
  messageId: string,
  kind: string,
): Promise<void> {
  await tx.query(
    'insert into dossier_message (code, message_id, kind) select unnest($1::text[]), $2, $3 on conflict do nothing',
    [data.map(codeOf), messageId, kind],
  )
}

function refuse(faults: readonly ItemFault[]): void {
  const [first] = faults
  if (first === undefined) return
  throw new Refusal(
    first.code,
    faults.map(({ reason }) => reason),
  )
}

function codeOf(item: JsonObject): string {
  return String(item['MaHoSo'])
}

function flag(body: JsonObject): boolean {
  const value = text(body, 'isUpdating')
  if (value !== 'True' && value !== 'False')
    throw new Refusal(CODES.invalid, [`isUpdating "${value}" không phải là True hoặc False`])
  return value === 'True'
}

function items(body: JsonObject): readonly JsonObject[] {
  text(body, 'madonvi')
  const { data } = body
  const list: readonly Json[] = Array.isArray(data) ? data : []
  const objects = list.filter(
    (item): item is JsonObject => typeof item === 'object' && item !== null && !Array.isArray(item),
  )
  if (objects.length === 0 || objects.length !== list.length)
    throw new Refusal(CODES.empty, ['Trường data không được để trống'])
  if (objects.length > ITEMS_MAX) throw new Refusal(CODES.invalid, [`data có quá ${ITEMS_MAX} hồ sơ`])
  return objects
}

function text(body: JsonObject, name: string): string {
  const value = body[name]
  if (typeof value !== 'string' || value === '')
    throw new Refusal(CODES.empty, [`Trường ${name} không được để trống`])
  return value
}
