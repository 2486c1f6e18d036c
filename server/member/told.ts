import type { Member } from './member.ts'

/** What the journal keeps of a member: it is read by more people than may read a telephone number. */
export const told = ({ phone: _phone, ...rest }: Member) => rest
