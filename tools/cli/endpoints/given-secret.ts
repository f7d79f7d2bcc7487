import type { Terminal } from '../terminal';

/** The secret that was given, `-` on standard input; nothing where a new one is wanted. */
export async function givenSecret(
  { secret }: { readonly secret?: string },
  { readStandardInput }: Pick<Terminal, 'readStandardInput'>,
): Promise<string | undefined> {
  if (secret !== '-') return secret;
  return Buffer.from(await readStandardInput())
    .toString('utf8')
    .trim();
}
