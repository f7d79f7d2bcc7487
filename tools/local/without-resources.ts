import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface SynthesizedStack {
  readonly resource: Record<string, unknown>;
  readonly output: Record<string, { readonly value: unknown }>;
}

/** Takes resources of these Terraform types out of a synthesized stack, and the outputs that refer to them. */
export function removeResources(stackDirectory: string, types: readonly string[]): void {
  if (types.length === 0) return;
  const file = join(stackDirectory, 'cdk.tf.json');
  const stack = JSON.parse(readFileSync(file, 'utf8')) as SynthesizedStack;
  for (const type of types) {
    delete stack.resource[type];
    for (const [name, { value }] of Object.entries(stack.output)) {
      if (String(value).includes(`\${${type}.`)) delete stack.output[name];
    }
  }
  writeFileSync(file, JSON.stringify(stack, null, 2));
}
