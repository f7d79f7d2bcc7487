/** The function, with its results for the texts that it was asked for last. */
export function rememberLast<Result>(size: number, of: (text: string) => Result): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    const result = known ?? of(text);
    results.delete(text);
    results.set(text, result);
    const [oldest] = results.keys();
    if (results.size > size && oldest !== undefined) results.delete(oldest);
    return result;
  };
}
