import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFile } from '../../support/files/write-file';

export interface SynthesizedStack {
  readonly resource: Record<string, Record<string, Resource>>;
  readonly output: Record<string, unknown>;
}

interface Resource {
  readonly [member: string]: unknown;
  readonly environment?: { readonly variables: Record<string, string> };
}

/** Placeholder in a function's environment for what was removed: the variable must be set, and must lead nowhere. */
const NOT_HERE = 'https://not-on-this-target.invalid';

const fileIn = (stackDirectory: string): string => join(stackDirectory, 'cdk.tf.json');
const readStack = (stackDirectory: string) =>
  JSON.parse(readFileSync(fileIn(stackDirectory), 'utf8')) as SynthesizedStack;

/** Removable parts of a synthesized stack: Terraform types, and attributes as `<type>.<attribute>`. */
export function removableParts(stackDirectory: string): string[] {
  const types = Object.entries(readStack(stackDirectory).resource);
  const attributes = types.flatMap(([type, bodies]) =>
    Object.values(bodies).flatMap((body) => Object.keys(body).map((attribute) => `${type}.${attribute}`)),
  );
  return [...types.map(([type]) => type), ...new Set(attributes)];
}

/** Removes these Terraform types and attributes (`<type>.<attribute>`), and what refers to them, from a synthesized stack. */
export function removeResources(stackDirectory: string, parts: readonly string[]): void {
  if (parts.length === 0) return;
  writeFile(fileIn(stackDirectory), JSON.stringify(without(readStack(stackDirectory), parts), null, 2));
}

/** For a destroy after a failed apply: Terraform evaluates outputs first, and they refer to missing resources. */
export function removeOutputs(stackDirectory: string): void {
  const { output, ...stack } = readStack(stackDirectory);
  writeFile(fileIn(stackDirectory), JSON.stringify(stack, null, 2));
}

/** Keeps functions, with a placeholder in their environment; removes everything else that refers to the parts. */
export function without(stack: SynthesizedStack, parts: readonly string[]): SynthesizedStack {
  const types = parts.filter((part) => !part.includes('.'));
  const refers = (value: unknown) => types.some((type) => JSON.stringify(value).includes(`\${${type}.`));
  const kept = Object.entries(stack.resource)
    .filter(([type]) => !types.includes(type))
    .map(([type, bodies]) => {
      const isKept = ([attribute]: [string, unknown]) => !parts.includes(`${type}.${attribute}`);
      const told = Object.entries(bodies).map(([id, body]) => {
        const left = Object.fromEntries(Object.entries(body).filter(isKept)) as Resource;
        return [id, withoutVariables(left, refers)] as const;
      });
      return [type, Object.fromEntries(told.filter(([, body]) => !refers(body)))] as const;
    })
    .filter(([, bodies]) => Object.keys(bodies).length > 0);
  const output = Object.fromEntries(Object.entries(stack.output).filter(([, value]) => !refers(value)));
  return { ...stack, resource: Object.fromEntries(kept), output };
}

function withoutVariables(body: Resource, refers: (value: unknown) => boolean): Resource {
  if (body.environment === undefined) return body;
  const variables = Object.entries(body.environment.variables).map(([name, value]) => [
    name,
    refers(value) ? NOT_HERE : value,
  ]);
  return { ...body, environment: { ...body.environment, variables: Object.fromEntries(variables) } };
}
