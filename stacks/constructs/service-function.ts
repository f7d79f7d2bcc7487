import { Construct } from 'constructs';
import type { FunctionManifest } from '../../shared/domain/manifest/function-manifest';
import type { TriggerProps } from '../triggers/trigger-kind';
import { triggerKind } from '../triggers/trigger-kinds';
import { Lambda } from './lambda';
import { SweeperAlarms } from './sweeper-alarms';

export interface ServiceFunctionProps extends Omit<TriggerProps, 'name' | 'function' | 'capabilities'> {
  /** Manifest of the function. */
  readonly manifest: FunctionManifest;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  /** Whether functions reserve concurrency; false where the account's quota has no room for it. */
  readonly reserves: boolean;
  /** Folder of the function bundles, `<name>.zip` each. */
  readonly bundles: string;
}

/** A function that serves no channel, the resources that invoke it, and its alarms. */
export class ServiceFunction extends Construct {
  constructor(scope: Construct, props: ServiceFunctionProps) {
    super(scope, props.manifest.name);
    const { manifest } = props;
    const named = { ...props, name: manifest.name, function: manifest.function, capabilities: manifest.capabilities };
    const { needs, bind } = triggerKind(manifest.trigger.kind);
    const lambda = new Lambda(this, 'lambda', { ...props, needs: needs(named) });
    bind(this, { ...named, trigger: manifest.trigger, lambda });
    if (!manifest.capabilities.includes('ledger:sweep')) return;
    new SweeperAlarms(this, 'found', { ...named, logGroupName: lambda.logGroup.name });
  }
}
