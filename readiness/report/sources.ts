// readiness/report/sources.ts: the laws, plans and guides that criteria name by a short code, in full. Judges nothing.
import type { Criterion, Source } from '../../types/criterion.ts'
import type { Text } from '../../types/text.ts'
import { both, type Html, html } from './html.ts'

/** Code to document. A reference is a code, or a code and the article: `L86 11`, `CK 5.1.1, 5.1.3`. */
const DOCUMENTS: Readonly<Record<string, Text>> = {
  L86: {
    vi: 'Luật An toàn thông tin mạng, số 86/2015/QH13',
    en: 'Law on network information security, 86/2015/QH13',
  },
  L29: { vi: 'Luật Bảo vệ bí mật nhà nước, số 29/2018/QH14', en: 'Law on State secrets, 29/2018/QH14' },
  LCY: { vi: 'Luật Cơ yếu, số 05/2011/QH13', en: 'Law on cipher, 05/2011/QH13' },
  N26: { vi: 'Nghị định 26/2020/NĐ-CP về bảo vệ bí mật nhà nước', en: 'Decree 26/2020/NĐ-CP, State secrets' },
  N30: { vi: 'Nghị định 30/2020/NĐ-CP về công tác văn thư', en: 'Decree 30/2020/NĐ-CP, records work' },
  N42: {
    vi: 'Nghị định 42/2022/NĐ-CP về dịch vụ công trực tuyến',
    en: 'Decree 42/2022/NĐ-CP, online public services',
  },
  N47: {
    vi: 'Nghị định 47/2020/NĐ-CP về quản lý, kết nối và chia sẻ dữ liệu số',
    en: 'Decree 47/2020/NĐ-CP, sharing of digital data',
  },
  N61: {
    vi: 'Nghị định 61/2018/NĐ-CP về cơ chế một cửa, một cửa liên thông',
    en: 'Decree 61/2018/NĐ-CP, one-stop mechanism',
  },
  N68: {
    vi: 'Nghị định 68/2024/NĐ-CP về chữ ký số chuyên dùng công vụ',
    en: 'Decree 68/2024/NĐ-CP, State special-purpose signatures',
  },
  N85: {
    vi: 'Nghị định 85/2016/NĐ-CP về an toàn hệ thống thông tin theo cấp độ',
    en: 'Decree 85/2016/NĐ-CP, security of information systems by level',
  },
  N118: {
    vi: 'Nghị định 118/2025/NĐ-CP về cơ chế một cửa, một cửa liên thông',
    en: 'Decree 118/2025/NĐ-CP, one-stop mechanism',
  },
  T01: {
    vi: 'Thông tư 01/2018/TT-VPCP hướng dẫn Nghị định 61/2018/NĐ-CP',
    en: 'Circular 01/2018/TT-VPCP, on Decree 61/2018',
  },
  T06: {
    vi: 'Thông tư 06/2026/TT-BKHCN về mạng truyền số liệu chuyên dùng',
    en: 'Circular 06/2026/TT-BKHCN, the State data network',
  },
  T21: {
    vi: 'Thông tư 21/2023/TT-BTTTT về nền tảng tích hợp, chia sẻ dữ liệu (LGSP)',
    en: 'Circular 21/2023/TT-BTTTT, data integration platforms (LGSP)',
  },
  T39: {
    vi: 'Thông tư 39/2017/TT-BTTTT, danh mục tiêu chuẩn kỹ thuật',
    en: 'Circular 39/2017/TT-BTTTT, technical standards',
  },
  C09: {
    vi: 'Chỉ thị 09/CT-TTg ngày 23/02/2024 về an toàn hệ thống thông tin theo cấp độ',
    en: 'Directive 09/CT-TTg of 23 February 2024, security by level',
  },
  Q766: {
    vi: 'Quyết định 766/QĐ-TTg năm 2022, bộ chỉ số phục vụ người dân, doanh nghiệp',
    en: 'Decision 766/QĐ-TTg of 2022, the service index',
  },
  'Decision 2481': {
    vi: 'Quyết định 2481, tháng 11/2025, về văn bản mật trên hệ thống tích hợp cơ yếu',
    en: 'Decision 2481 of November 2025, secret documents on cipher-integrated systems',
  },
  KH: {
    vi: 'Kế hoạch 02-KH/BCĐTW ngày 19/06/2025 và các yêu cầu kèm theo',
    en: 'Plan 02-KH/BCĐTW of 19 June 2025 and its measured demands',
  },
  CD: { vi: 'Công điện 96/CĐ-TTg, các mốc phải đạt', en: 'Dispatch 96/CĐ-TTg, its gates' },
  TC: {
    vi: 'TCVN 11930:2017, yêu cầu cơ bản về an toàn hệ thống thông tin theo cấp độ',
    en: 'TCVN 11930:2017, basic security requirements by level',
  },
  QC11: { vi: 'QCVN 11:2026/BCA, camera giao thức Internet', en: 'QCVN 11:2026/BCA, IP cameras' },
  QC12: { vi: 'QCVN 12:2026/BCA, lưu trữ điện tử', en: 'QCVN 12:2026/BCA, electronic archives' },
  KT: { vi: 'Danh mục kiểm tra của Công an tỉnh Kon Tum', en: 'Checklist of the Kon Tum police' },
  ĐB: { vi: 'Danh mục kiểm tra của tỉnh Điện Biên', en: 'Checklist of Điện Biên' },
  HN: { vi: 'Danh mục kiểm tra của Hà Nội, tháng 6/2025', en: 'Checklist of Hanoi, June 2025' },
  HY: { vi: 'Danh mục kiểm tra của tỉnh Hưng Yên', en: 'Checklist of Hưng Yên' },
  NB: {
    vi: 'Quyết định 165/2025 của tỉnh Ninh Bình (chữ ký số)',
    en: 'Decision 165/2025 of Ninh Bình (signatures)',
  },
  NA: { vi: 'Quyết định 99/2025 của tỉnh Nghệ An (thư điện tử)', en: 'Decision 99/2025 of Nghệ An (mail)' },
  'Đắk Lắk 012/CT-UBND': {
    vi: 'Chỉ thị 012/CT-UBND của tỉnh Đắk Lắk ngày 26/11/2025',
    en: 'Directive 012/CT-UBND of Đắk Lắk, 26 November 2025',
  },
  'Cipher Committee guidance': {
    vi: 'Hướng dẫn của Ban Cơ yếu Chính phủ',
    en: 'Guidance of the Government Cipher Committee',
  },
  'August 2025 finding on commune PCs': {
    vi: 'Kết quả rà soát máy tính cấp xã, tháng 8/2025',
    en: 'Finding on commune PCs, August 2025',
  },
  CIS: { vi: 'CIS Benchmark cho Windows 11 23H2', en: 'CIS Benchmark for Windows 11 23H2' },
  CK: { vi: 'CIS Benchmark cho Kubernetes (cis-1.9)', en: 'CIS Kubernetes Benchmark (cis-1.9)' },
  LY: { vi: 'Phép thử của lynis 3.0.8', en: 'lynis 3.0.8, test' },
  NIST: { vi: 'NIST SP 800-53, bản sửa đổi 5', en: 'NIST SP 800-53, revision 5' },
  NSA: {
    vi: 'Hướng dẫn tăng cường bảo mật Kubernetes của NSA và CISA',
    en: 'NSA/CISA Kubernetes Hardening Guide',
  },
}

/** References that are words and no code: said in the reader's language instead of listed. */
const IN_WORDS = ['Decision 2481', 'Cipher Committee guidance', 'August 2025 finding on commune PCs']

/** The code a reference begins with; undefined when the table has no such document. */
export function documentOf(ref: string): string | undefined {
  return Object.keys(DOCUMENTS).find((code) => ref === code || ref.startsWith(`${code} `))
}

/** "(from 1 July 2016)" is said by the criterion; a source says how well it is known. */
const STANDING: Readonly<Record<Source['standing'], Text | undefined>> = {
  attested: undefined,
  inferred: { vi: ' (suy ra)', en: ' (inferred)' },
  unverified: { vi: ' (chưa kiểm chứng)', en: ' (unverified)' },
  'good-practice': { vi: ' (thông lệ tốt)', en: ' (good practice)' },
}

/** A criterion's sources by code and article, each leading to its document below. */
export function citations(criterion: Criterion): Html {
  const all = criterion.sources.map(({ ref, standing }, n) => {
    const says = STANDING[standing]
    return html`${n === 0 ? '' : '; '}${cited(ref)}${says === undefined ? '' : both(says)}`
  })
  return html`${all}`
}

function cited(ref: string): Html {
  const code = documentOf(ref)
  const text = DOCUMENTS[code ?? '']
  if (code === undefined || text === undefined) return html`${ref}`
  return IN_WORDS.includes(code) ? both(text) : html`<a href="#${anchor(code)}">${ref}</a>`
}

/** The documents these criteria name, so that a reader can find the text behind a code. */
export function sources(criteria: readonly Criterion[]): Html {
  const refs = criteria.flatMap((criterion) => criterion.sources.map(({ ref }) => documentOf(ref)))
  const named = Object.entries(DOCUMENTS).filter(([code]) => refs.includes(code) && !IN_WORDS.includes(code))
  if (named.length === 0) return html``
  const rows = named.map(
    ([code, text]) => html`<tr id="${anchor(code)}"><th scope="row">${code}</th><td>${both(text)}</td></tr>`,
  )
  return html`<section id="sources"><h2>${both({ vi: 'Nguồn của các tiêu chí', en: 'Sources of the criteria' })}</h2>
<p class="note">${both({
    vi: 'Sau mã nguồn là điều, khoản hoặc mục. "Suy ra": chưa có con số hoặc câu chữ đúng như vậy trong văn bản; "chưa kiểm chứng": chưa đọc được toàn văn.',
    en: 'What follows a code is the article, clause or item. "Inferred": the text does not say it in so many words; "unverified": the full text was not read.',
  })}</p>
<div class="wide" tabindex="0"><table><thead><tr><th scope="col">${both({ vi: 'Mã', en: 'Code' })}</th><th scope="col">${both({ vi: 'Văn bản', en: 'Document' })}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`
}

/** Codes hold letters and spaces an address may not. */
function anchor(code: string): string {
  return `source-${[...code].map((sign) => (/[A-Za-z0-9]/.test(sign) ? sign : `_${sign.codePointAt(0)?.toString(16) ?? ''}`)).join('')}`
}
