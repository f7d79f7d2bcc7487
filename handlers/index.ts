import type { ChannelManifest } from '../shared/domain/manifest/channel';
import type { FunctionManifest } from '../shared/domain/manifest/function-manifest';
import audit from './audit/channel';
import auditAnchor from './audit-anchor/function';
import auditChain from './audit-chain/function';
import email from './email/channel';
import emailFeedback from './email-feedback/function';
import sweeper from './sweeper/function';
import unsubscribe from './unsubscribe/function';
import webhook from './webhook/channel';

/** The registry: one line a channel. Synth, bundling, SDK, CLI, docs and tests read it; no bundle of a channel does. */
export const channels: readonly ChannelManifest[] = [email, webhook, audit];

/** Functions that serve no channel, one line each; bundled and deployed alike. */
export const functions: readonly FunctionManifest[] = [sweeper, emailFeedback, unsubscribe, auditChain, auditAnchor];
