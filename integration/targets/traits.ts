import type { Ability } from './abilities';

/** Reasons by subject, shown at the start of a run. */
export type Reasons = Readonly<Record<string, string>>;

/** Differences between a target and AWS, as data: runs show and count them, and leave out nothing else. */
export interface Traits {
  /**
   * Unsupported resources by Terraform type, and attributes (`<type>.<attribute>`) that it does not keep; both are
   * removed from the stack.
   */
  readonly resources: Reasons;
  /** Missing abilities; scenarios that need one are skipped. */
  readonly abilities: Readonly<Partial<Record<Ability, string>>>;
  /** Resources that a second plan may change (drift), by Terraform type. */
  readonly drifting: Reasons;
  /** Work of AWS that it does not do, and scenarios do instead. */
  readonly stoodInFor: Reasons;
}

/** Resources that each ability requires. */
const NEEDED: Readonly<Partial<Record<Ability, readonly string[]>>> = {
  'http-api': ['api', 'integration', 'route', 'stage'].map((part) => `aws_apigatewayv2_${part}`),
  tokens: ['aws_apigatewayv2_authorizer'],
  functions: ['aws_lambda_function', 'aws_lambda_event_source_mapping'],
};

/** Adds the abilities that are missing because their resources are. */
export function withImplied(traits: Traits): Traits {
  const implied = Object.entries(NEEDED).flatMap(([ability, types]) => {
    const missing = types.find((type) => Object.hasOwn(traits.resources, type));
    return missing === undefined ? [] : [[ability, `there is no ${missing}`]];
  });
  return { ...traits, abilities: { ...Object.fromEntries(implied), ...traits.abilities } };
}
