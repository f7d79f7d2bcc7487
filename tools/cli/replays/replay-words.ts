import type { CliWords } from '../in-cli-words';

export const REPLAY_WORDS: CliWords = {
  'replay.unknown_run':
    'take the id that `npx carillon replay --state` printed, and its --tenant; it is kept for 30 days',
};
