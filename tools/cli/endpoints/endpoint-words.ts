import type { CliWords } from '../in-cli-words';

/** Fixes, in terms of the CLI, of errors that several operations on endpoints throw. */
export const ENDPOINT_WORDS: CliWords = {
  'cli.unknown_endpoint': ({ fix }) => ({
    fix: fix.startsWith('check')
      ? `${fix}; for another stack add --outputs`
      : 'take an id that `npx carillon endpoints list --tenant <tenant>` shows',
  }),
  'cli.unknown_tenant': ({ fix }) => ({ fix: `${fix}; for another stack add --outputs` }),
  'cli.endpoint_invalid': ({ fix }) => ({
    fix: fix.replace('the faults', 'the lines above').replace('without a secret', 'without --secret'),
  }),
  'cli.endpoint_unverified':
    'let its owner answer OPTIONS with WebHook-Allowed-Origin; or leave --verify out, if it is yours',
  'cli.endpoint_changed': ({ fix }) => ({
    fix: fix.replace('look at it,', 'look at it with `npx carillon endpoints list --tenant <tenant>`,'),
  }),
};
