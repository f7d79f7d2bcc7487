import type { Ability } from './abilities';

/** By what it is about: why it is so. Shown at the start of a run. */
export type Reasons = Readonly<Record<string, string>>;

/** How a target differs from AWS. All of it is data: shown, counted, and nothing else is left out. */
export interface Traits {
  /** Resources that it has no service for, by Terraform type: they are taken out of the stack. */
  readonly resources: Reasons;
  /** What it lacks of the abilities: scenarios that need one are skipped. */
  readonly abilities: Readonly<Partial<Record<Ability, string>>>;
  /** Resources that a second plan may change, by Terraform type. */
  readonly drifting: Reasons;
  /** What it does not do by itself, and scenarios do in its place. */
  readonly stoodInFor: Reasons;
}

/** What no resource, and so no scenario, can do without. By the beginning of a Terraform type. */
const IMPLIED: readonly (readonly [beginning: string, ability: Ability])[] = [
  ['aws_apigatewayv2', 'http-api'],
  ['aws_lambda_function', 'functions'],
  ['aws_lambda_event_source_mapping', 'functions'],
];

/** With the abilities that nothing can have without the resources that are lacking. */
export function withImplied(traits: Traits): Traits {
  const implied = Object.keys(traits.resources).flatMap((type) =>
    IMPLIED.filter(([beginning]) => type.startsWith(beginning)).map(([, ability]) => [ability, `there is no ${type}`]),
  );
  return { ...traits, abilities: { ...Object.fromEntries(implied), ...traits.abilities } };
}
