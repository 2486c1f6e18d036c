/** The four views of one document. */
export const planViews = ['mind', 'outline', 'checklist', 'text'] as const
export type PlanView = (typeof planViews)[number]
