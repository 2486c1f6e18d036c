export type Urgency = 'calm' | 'soon' | 'late'

/** Seconds left until a deadline (negative when it has passed) and how urgent that is. */
export function countDown(
  deadlineMs: number,
  nowMs: number,
  warnSeconds: number,
): { seconds: number; urgency: Urgency } {
  const seconds = Math.ceil((deadlineMs - nowMs) / 1000)
  if (seconds < 0) return { seconds, urgency: 'late' }
  return { seconds, urgency: seconds <= warnSeconds ? 'soon' : 'calm' }
}
