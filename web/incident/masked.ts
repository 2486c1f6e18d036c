/** A telephone number with its middle hidden: enough to recognise, not enough to copy from a wall. */
export function masked(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  return digits.length < 8 ? phone : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}
