import type { ChannelManifest } from '../shared/domain/manifest/channel';
import type { FunctionManifest } from '../shared/domain/manifest/function-manifest';
import audit from './channels/audit/channel';
import email from './channels/email/channel';
import webhook from './channels/webhook/channel';
import api from './functions/api/function';
import auditAnchor from './functions/audit-anchor/function';
import auditChain from './functions/audit-chain/function';
import emailFeedback from './functions/email-feedback/function';
import eventRelay from './functions/event-relay/function';
import events from './functions/events/function';
import ingest from './functions/ingest/function';
import listing from './functions/listing/function';
import replays from './functions/replays/function';
import sweeper from './functions/sweeper/function';
import unsubscribe from './functions/unsubscribe/function';

/** The registry of channels, one line each. Synth, bundling, SDK, CLI and tests import it; no channel's bundle does. */
export const channels: readonly ChannelManifest[] = [email, webhook, audit];

/** Functions that serve no channel, one line each; bundled and deployed like channels. */
export const functions: readonly FunctionManifest[] = [
  sweeper,
  emailFeedback,
  unsubscribe,
  api,
  auditChain,
  auditAnchor,
  events,
  eventRelay,
  listing,
  replays,
  ingest,
];
