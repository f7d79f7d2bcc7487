import type { Construct } from 'constructs';
import type { Fault } from '../../shared/domain/kit/errors/coded-error';
import type { FunctionManifest, Trigger } from '../../shared/domain/manifest/function-manifest';
import type { Grant } from '../capabilities/grant';
import type { HttpApi } from '../constructs/http-api';
import type { Lambda } from '../constructs/lambda';
import type { Naming } from '../constructs/naming';
import type { Environment } from '../environment';
import type { Ranges } from '../rules/rules';

/** Data of the manifest and of the stack that every kind of trigger may use. */
export interface TriggerProps {
  /** Names and ARNs of the stack's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Name of the function in its manifest, without the environment. */
  readonly name: string;
  /** Timeout and memory of the function. */
  readonly function: FunctionManifest['function'];
  /** ARN of the topic that alarms publish to. */
  readonly alarmsTopicArn: string;
  /** Capabilities of the function. */
  readonly capabilities: FunctionManifest['capabilities'];
  /** ARN of the topic that functions raise operational events on. */
  readonly eventsTopicArn: string;
  /** Name of the environment's event bus, as a reference. */
  readonly busName: string;
  /** ARN of the topic that SES publishes events of sent mail to. */
  readonly mailEventsTopicArn: string;
  /** HTTP API of the stack, created when the first function asks for it. */
  readonly httpApi: () => HttpApi;
}

/** Props of `bind`, which runs once the function exists. */
export interface BindProps<Kind extends Trigger['kind']> extends TriggerProps {
  /** Trigger of the manifest. */
  readonly trigger: TriggerOf<Kind>;
  /** Function to invoke. */
  readonly lambda: Lambda;
}

export type TriggerOf<Kind extends Trigger['kind']> = Extract<Trigger, { kind: Kind }>;

/** Rules that a kind imposes on the manifest of its function. */
export interface TriggerRules {
  /** Whole numbers of the manifest and their limits. @default none */
  readonly ranges?: Ranges;
  /** Other violations. @default none */
  readonly faults?: readonly Fault[];
}

/** One kind of trigger. The table in `trigger-kinds.ts` is the only place that lists the kinds. */
export interface TriggerKind<Kind extends Trigger['kind']> {
  /** Whether the environment has the function. @default always */
  readonly isDeployed?: (environment: Environment, trigger: TriggerOf<Kind>) => boolean;
  /** Names of the function's queues: no other owner may have them, and a plan must not destroy them unnoticed. */
  readonly queues: (name: string) => readonly string[];
  /** @param path JSON Pointer to the trigger */
  readonly rules: (trigger: TriggerOf<Kind>, manifest: FunctionManifest, path: string) => TriggerRules;
  /** Statements and variables of the function, beside those of its capabilities. */
  readonly needs: (props: TriggerProps) => Grant;
  /** Adds the resources that invoke the function, and the alarms of both. */
  readonly bind: (scope: Construct, props: BindProps<Kind>) => void;
}
