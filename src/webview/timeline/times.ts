const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
  hourCycle: "h23",
});

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

/** The time of day where the user is, exact to the millisecond; `at` in ms since 1970. */
export function timeText(at: number): string {
  return clock.format(at);
}

/** The day where the user is. */
export function dayText(at: number): string {
  return day.format(at);
}

/** How long something lasts, in whole seconds, minutes, hours or days. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`;
}
