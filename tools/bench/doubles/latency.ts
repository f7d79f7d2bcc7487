/**
 * A wait before each answer.
 *
 * @param range milliseconds, such as `8`, or `5-15` for a uniform distribution; empty for none
 */
export function latency(range = ''): (() => Promise<void>) | undefined {
  const [least = 0, most = least] = range.split('-').map(Number);
  if (range === '' || most === 0) return undefined;
  return () => new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)));
}
