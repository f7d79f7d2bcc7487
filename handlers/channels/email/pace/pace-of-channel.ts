import type { ChannelManifest } from '../../../../shared/domain/manifest/channel';
import { RETURN_MS } from '../../../../shared/runtime/invocation';
import { createPacer, type Pacer, type PacerOptions } from './pacer';

/** Added to the time that the runtime requires before it begins an attempt, for the steps between the turn and `begin`. */
const MARGIN_MS = 500;

export const pacerOf = (
  { function: { timeoutSeconds }, attemptSeconds }: ChannelManifest,
  options: Pick<PacerOptions, 'intervalMs' | 'clock' | 'sleep'>,
): Pacer =>
  createPacer({
    ...options,
    reserveMs: attemptSeconds * 1000 + RETURN_MS + MARGIN_MS,
    timeoutMs: timeoutSeconds * 1000,
  });
