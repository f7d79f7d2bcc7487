import type { FunctionManifest, Trigger } from '../../shared/domain/manifest/function-manifest';
import type { Environment } from '../environment';
import { eventRules } from './event-rules';
import { http } from './http';
import { mailEvents } from './mail-events';
import { operationalEvents } from './operational-events';
import { schedule } from './schedule';
import { insertedRecords, ledgerChanges } from './stream-kinds';
import type { TriggerKind, TriggerRules } from './trigger-kind';
import { uploads } from './uploads';

/** How functions that serve no channel are invoked, by the `kind` of the manifest's trigger. */
const TRIGGER_KINDS: { readonly [Kind in Trigger['kind']]: TriggerKind<Kind> } = {
  schedule,
  'mail-events': mailEvents,
  'event-rules': eventRules,
  'operational-events': operationalEvents,
  'inserted-records': insertedRecords,
  'ledger-changes': ledgerChanges,
  uploads,
  http,
};

/** Generic, so that TypeScript relates a kind to its trigger. */
export const triggerKind = <Kind extends Trigger['kind']>(kind: Kind): TriggerKind<Kind> => TRIGGER_KINDS[kind];

/** @param path JSON Pointer to the manifest */
export const triggerRules = (manifest: FunctionManifest, path: string): TriggerRules =>
  triggerKind(manifest.trigger.kind).rules(manifest.trigger, manifest, `${path}/trigger`);

/** The functions that an environment has: one whose trigger has nothing to do there would only cost. */
export const deployedFunctions = (functions: readonly FunctionManifest[], environment: Environment) =>
  functions.filter(({ trigger }) => triggerKind(trigger.kind).isDeployed?.(environment, trigger) ?? true);

/** Names of the queues of a function that serves no channel, without the environment. */
export const queuesOfFunction = ({ name, trigger }: FunctionManifest): readonly string[] =>
  triggerKind(trigger.kind).queues(name);

/** Names of the queues that a function of this name has under any kind of trigger. */
export const queuesOfEveryTrigger = (name: string): string[] =>
  Object.values(TRIGGER_KINDS).flatMap(({ queues }) => queues(name));
