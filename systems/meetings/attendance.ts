// attendance.ts: the record of a closed meeting: who was invited, who came, and the minutes in words. Pure.
import { clockOf } from '../kit/calendar.ts'

export type Attendance = {
  readonly name: string
  readonly position?: string
  readonly unit?: string
  readonly bridgePoint?: string
  readonly came: 'attended' | 'not-admitted' | 'never-joined'
  /** Heard from by heartbeat; says nothing of picture or sound. */
  readonly presentSeconds: number
}

export type Invited = Omit<Attendance, 'came' | 'presentSeconds'> & {
  /** Absent: never joined. */
  readonly participation?: { readonly admitted: boolean; readonly presentMs: number }
}

export type Meeting = {
  readonly title: string
  readonly startsAt: Date
  readonly closedAt: Date
  readonly bridgePoints: readonly string[]
  readonly conclusion: string
}

/** Every delegate invited is in the list: silence is absence, never left out. */
export function attendanceOf(invited: readonly Invited[]): Attendance[] {
  return invited.map(({ participation, ...delegate }) => {
    const came =
      participation === undefined ? 'never-joined' : participation.admitted ? 'attended' : 'not-admitted'
    return { ...delegate, came, presentSeconds: Math.round((participation?.presentMs ?? 0) / 1_000) }
  })
}

/** Minutes in Vietnamese, for the record in the documents system. */
export function minutesOf(meeting: Meeting, attendance: readonly Attendance[]): string {
  const attended = attendance.filter(({ came }) => came === 'attended')
  const absent = attendance.filter(({ came }) => came !== 'attended')
  return [
    'BIÊN BẢN HỌP TRỰC TUYẾN',
    `Nội dung: ${meeting.title}`,
    `Thời gian: từ ${localTime(meeting.startsAt)} đến ${localTime(meeting.closedAt)}`,
    `Điểm cầu: ${meeting.bridgePoints.length} (${meeting.bridgePoints.join(', ')})`,
    `Đại biểu được mời: ${attendance.length}; dự họp: ${attended.length}; vắng mặt: ${absent.length}`,
    'Thời gian có mặt được tính theo tín hiệu kết nối; hình ảnh và âm thanh chưa được đo.',
    '',
    'Kết luận:',
    meeting.conclusion,
  ].join('\n')
}

/** `08:30 ngày 01/07/2025`, Vietnamese local time. */
function localTime(moment: Date): string {
  const local = clockOf(moment)
  const [year = '', month = '', day = ''] = local.slice(0, 10).split('-')
  return `${local.slice(11, 16)} ngày ${day}/${month}/${year}`
}
