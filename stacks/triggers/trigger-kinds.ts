import type { Trigger } from '../../shared/domain/manifest/function-manifest';
import { http } from './http';
import { insertedRecords } from './inserted-records';
import { mailEvents } from './mail-events';
import { schedule } from './schedule';
import type { TriggerKind } from './trigger-kind';

/** How functions that serve no channel are invoked, by the `kind` of the manifest's trigger. */
const TRIGGER_KINDS: { readonly [Kind in Trigger['kind']]: TriggerKind<Kind> } = {
  schedule,
  'mail-events': mailEvents,
  'inserted-records': insertedRecords,
  http,
};

/** Generic, so that TypeScript relates a kind to its trigger. */
export const triggerKind = <Kind extends Trigger['kind']>(kind: Kind): TriggerKind<Kind> => TRIGGER_KINDS[kind];
