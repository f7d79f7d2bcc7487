import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { channels as registry } from '../../handlers';
import type { ChannelManifest } from '../../shared/domain/channel';
import type { Environment } from '../environment';
import { NotificationStack } from '../notification-stack';
import { Plan } from './plan';
import type { TerraformJson } from './terraform-json';

export interface SynthesizeOptions {
  /** @default those of the registry */
  readonly channels?: readonly ChannelManifest[];
  /** Called with the stack before it is synthesized. @default nothing */
  readonly change?: (stack: NotificationStack) => void;
}

export interface Synthesis {
  /** `cdk.tf.json` to the byte. */
  readonly bytes: Buffer;
  readonly plan: Plan;
  readonly stack: NotificationStack;
}

/** Synthesizes a stack as `main.ts` does, into a folder that is gone afterwards. Bundles are stand-ins. */
export function synthesize(environment: Environment, options: SynthesizeOptions = {}): Synthesis {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-synth-'));
  try {
    return synthesizeIn(folder, environment, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesizeIn(folder: string, environment: Environment, options: SynthesizeOptions): Synthesis {
  const { channels = registry, change } = options;
  const bundles = standInBundles(join(folder, 'functions'), channels);
  const outdir = join(folder, 'cdktf.out');
  const app = new App({ outdir });
  const stack = new NotificationStack(app, { environment, channels, bundles });
  change?.(stack);
  app.synth();
  const bytes = readFileSync(join(outdir, 'stacks', environment.name, 'cdk.tf.json'));
  return { bytes, plan: new Plan(environment, JSON.parse(bytes.toString()) as TerraformJson), stack };
}

/** Writes `<folder>/<channel>.zip` for each channel; the stack reads only their bytes. */
export function standInBundles(folder: string, channels: readonly ChannelManifest[] = registry): string {
  mkdirSync(folder, { recursive: true });
  for (const { name } of channels) writeFileSync(join(folder, `${name}.zip`), `stand-in for ${name}`);
  return folder;
}
