import type { Construct } from 'constructs';
import type { FunctionManifest, Trigger } from '../../shared/domain/manifest/function-manifest';
import type { Grant } from '../capabilities/grant';
import type { Lambda } from '../constructs/lambda';
import type { Naming } from '../constructs/naming';
import type { Environment } from '../environment';

/** What every kind of trigger is bound with: data of the manifest and of the stack. */
export interface TriggerProps {
  /** Names and ARNs of the stack's resources. */
  readonly naming: Naming;
  /** Settings of the environment that is synthesized. */
  readonly environment: Environment;
  /** Name of the function in its manifest, without the environment. */
  readonly name: string;
  /** Timeout and memory of the function. */
  readonly function: FunctionManifest['function'];
  /** Topic that alarms publish to. */
  readonly alarmsTopicArn: string;
  /** Topic that SES publishes events of sent mail to. */
  readonly mailEventsTopicArn: string;
}

/** What is there once the function was made. */
export interface BindProps<Kind extends Trigger['kind']> extends TriggerProps {
  /** Trigger of the manifest. */
  readonly trigger: Extract<Trigger, { kind: Kind }>;
  /** The function that is to be invoked. */
  readonly lambda: Lambda;
}

/** One kind of trigger: what its function needs, and the resources that invoke it. */
export interface TriggerKind<Kind extends Trigger['kind']> {
  /** Statements and variables of the function, beside those of its capabilities. */
  readonly needs: (props: TriggerProps) => Grant;
  /** Adds what invokes the function, and the alarms of both. */
  readonly bind: (scope: Construct, props: BindProps<Kind>) => void;
}
