import { Construct } from 'constructs';
import type { FunctionManifest } from '../../shared/domain/function-manifest';
import type { Environment } from '../environment';
import { FunctionAlarms } from './alarm';
import { Lambda } from './lambda';
import type { Naming } from './naming';
import { Schedule } from './schedule';

export interface ServiceFunctionProps {
  readonly naming: Naming;
  readonly environment: Environment;
  readonly manifest: FunctionManifest;
  /** Names of all channels of the stack. */
  readonly channels: readonly string[];
  readonly alarmsTopicArn: string;
  /** Folder of the function bundles. */
  readonly bundles: string;
}

/** A function that serves no channel, what starts it, and its alarms. */
export class ServiceFunction extends Construct {
  constructor(scope: Construct, props: ServiceFunctionProps) {
    super(scope, props.manifest.name);
    const { name, trigger } = props.manifest;
    const shared = { ...props, name };
    const lambda = new Lambda(this, 'lambda', { ...props, needs: { statements: [], variables: {} } });
    new FunctionAlarms(this, 'alarms', shared);
    if (trigger.kind !== 'schedule') throw new Error(`${name}: nothing starts a function by ${trigger.kind} yet`);
    new Schedule(this, 'schedule', { ...shared, ...trigger, function: lambda.function });
  }
}
