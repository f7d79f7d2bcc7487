import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { functions as registeredFunctions, channels as registry } from '../../../handlers';
import type { ChannelManifest } from '../../../shared/domain/manifest/channel';
import type { FunctionManifest } from '../../../shared/domain/manifest/function-manifest';
import type { Environment } from '../../environment';
import { NotificationStack } from '../../notification-stack';
import { deployedFunctions } from '../../triggers/trigger-kinds';
import { Plan } from '../properties/plan';
import type { TerraformJson } from '../properties/terraform-json';

export interface SynthesizeOptions {
  /** Channels of the stack. @default those of the registry */
  readonly channels?: readonly ChannelManifest[];
  /** Functions of the stack. @default those of the registry */
  readonly functions?: readonly FunctionManifest[];
  /** Called with the stack before it is synthesized. @default nothing */
  readonly change?: (stack: NotificationStack) => void;
}

export interface Synthesis {
  /** Bytes of `cdk.tf.json`. */
  readonly bytes: Buffer;
  readonly plan: Plan;
  readonly stack: NotificationStack;
}

/** Synthesizes a stack as `main.ts` does, into a temporary folder, with stub bundles. */
export function synthesize(environment: Environment, options: SynthesizeOptions = {}): Synthesis {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-synth-'));
  try {
    return synthesizeIn(folder, environment, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesizeIn(folder: string, environment: Environment, options: SynthesizeOptions): Synthesis {
  const { channels = registry, functions = registeredFunctions, change } = options;
  const bundles = standInBundles(join(folder, 'functions'), [...channels, ...functions]);
  const outdir = join(folder, 'cdktf.out');
  const app = new App({ outdir });
  const stack = new NotificationStack(app, { environment, channels, functions, bundles });
  change?.(stack);
  app.synth();
  const bytes = readFileSync(join(outdir, 'stacks', environment.name, 'cdk.tf.json'));
  return {
    bytes,
    plan: new Plan(environment, JSON.parse(bytes.toString()) as TerraformJson, {
      channels,
      functions: deployedFunctions(functions, environment),
    }),
    stack,
  };
}

/** Writes `<folder>/<name>.zip` for each channel and function; the stack reads only their bytes. */
export function standInBundles(
  folder: string,
  manifests: readonly { readonly name: string }[] = [...registry, ...registeredFunctions],
): string {
  mkdirSync(folder, { recursive: true });
  for (const { name } of manifests) writeFileSync(join(folder, `${name}.zip`), `stand-in for ${name}`);
  return folder;
}
