// Days as suppressions name them: ISO 8601 calendar dates in UTC, compared as texts.

/** Whether the text is a day of the calendar, `2030-12-31`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/u.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && dayOf(date) === text;
}

/** The day of a moment, in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** Whether something that holds until a day (that day included) no longer does. */
export function isOver(until: string | undefined, today: string): boolean {
  return until !== undefined && until < today;
}
