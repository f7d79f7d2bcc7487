import type { Ability } from './abilities';

/** By what it is about: why it is so. Shown at the start of a run. */
export type Reasons = Readonly<Record<string, string>>;

/** How a target differs from AWS. All of it is data: shown, counted, and nothing else is left out. */
export interface Traits {
  /**
   * Resources that it has no service for, by Terraform type, and attributes (`<type>.<attribute>`) that it
   * does not keep: they are taken out of the stack.
   */
  readonly resources: Reasons;
  /** What it lacks of the abilities: scenarios that need one are skipped. */
  readonly abilities: Readonly<Partial<Record<Ability, string>>>;
  /** Resources that a second plan may change, by Terraform type. */
  readonly drifting: Reasons;
  /** What it does not do by itself, and scenarios do in its place. */
  readonly stoodInFor: Reasons;
}

/** Abilities that nothing has without these resources. */
const NEEDED: Readonly<Partial<Record<Ability, readonly string[]>>> = {
  'http-api': ['api', 'integration', 'route', 'stage'].map((part) => `aws_apigatewayv2_${part}`),
  functions: ['aws_lambda_function', 'aws_lambda_event_source_mapping'],
};

/** With the abilities that are lacking because resources are. */
export function withImplied(traits: Traits): Traits {
  const implied = Object.entries(NEEDED).flatMap(([ability, types]) => {
    const missing = types.find((type) => Object.hasOwn(traits.resources, type));
    return missing === undefined ? [] : [[ability, `there is no ${missing}`]];
  });
  return { ...traits, abilities: { ...Object.fromEntries(implied), ...traits.abilities } };
}
