import type { ChannelManifest } from '../../../../shared/domain/manifest/channel';
import { RETURN_MS } from '../../../../shared/runtime/invocation';
import { createPacer, type Pacer, type PacerOptions } from './pacer';

/** A turn must leave the time that the runtime asks for before it begins an attempt, and some for getting there. */
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
