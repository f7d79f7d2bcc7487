import type { Fault } from '../kit/errors/coded-error';

export const fault = (code: string, path: string, message: string): Fault => ({
  code: `filter_policy.${code}`,
  path,
  message,
});

/** A value as JSON, truncated for a message. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length <= 60 ? json : `${json.slice(0, 60)}…`;
}
