const MS_PER_TENTH = 100;
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;

/** Time difference, rounded down: `+0.3 s`, `-1.2 s`, `+5 min 12 s` or `+26 h 3 min`. Both times are RFC 3339. */
export function relativeTime(from: string, to: string): string {
  const milliseconds = Date.parse(to) - Date.parse(from);
  const tenths = Math.floor(Math.abs(milliseconds) / MS_PER_TENTH);
  const sign = milliseconds < 0 && tenths > 0 ? '-' : '+';
  const seconds = tenths / 10;
  if (seconds < SECONDS_PER_MINUTE) return `${sign}${seconds.toFixed(1)} s`;
  const hours = Math.floor(seconds / SECONDS_PER_HOUR);
  const minutes = Math.floor((seconds % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
  if (hours > 0) return `${sign}${hours} h ${minutes} min`;
  return `${sign}${minutes} min ${Math.floor(seconds % SECONDS_PER_MINUTE)} s`;
}
