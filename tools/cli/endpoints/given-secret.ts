import type { Terminal } from '../terminal';

/** The secret of `--secret`, or of standard input for `-`; undefined if a new one is to be made. */
export async function givenSecret(
  { secret }: { readonly secret?: string },
  { readStandardInput }: Pick<Terminal, 'readStandardInput'>,
): Promise<string | undefined> {
  if (secret !== '-') return secret;
  return Buffer.from(await readStandardInput())
    .toString('utf8')
    .trim();
}
