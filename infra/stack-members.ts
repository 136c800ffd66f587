// infra/stack-members.ts: member codes at the exchange that public samples attest, by province code in force. Invents none.

/**
 * A merged province keeps its name-giver's code; that is inferred, since the samples of such codes are of before and after.
 * Every other province gets `provisionalMember` until it states its own.
 */
export const ATTESTED_MEMBERS: Readonly<Record<string, string>> = {
  '01': 'H26', // Hà Nội
  '11': 'H18', // Điện Biên
  '12': 'H35', // Lai Châu
  '15': 'H38', // Lào Cai
  '19': 'H55', // Thái Nguyên
  '20': 'H37', // Lạng Sơn
  '22': 'H49', // Quảng Ninh
  '24': 'H05', // Bắc Ninh
  '31': 'H24', // Hải Phòng
  '38': 'H56', // Thanh Hóa
  '48': 'H17', // Đà Nẵng
  '52': 'H21', // Gia Lai
  '66': 'H15', // Đắk Lắk
  '79': 'H29', // Hồ Chí Minh
  '82': 'H20', // Đồng Tháp
  '91': 'H01', // An Giang
}
