/** Abilities that scenarios need and targets may lack; names for `CARILLON_TARGET_LACKS` and `CARILLON_TARGET_HAS`. */
export const ABILITIES = {
  functions: 'deployed functions run',
  webhook: 'functions reach a receiver on this machine',
  ses: 'SES accepts mails',
  inbox: 'the mails that SES accepted can be read',
  'http-api': 'HTTP APIs can be called by an address of the endpoint',
  tokens: 'HTTP APIs accept tokens of an issuer on this machine',
  signatures: 'HTTP APIs verify the AWS signatures of requests',
  'token-expiry': 'HTTP APIs refuse a token that never expires',
  'exact-bytes': 'messages reach functions byte for byte; without, scenarios compare their content',
  iam: 'IAM policies are enforced',
  guard: 'our guard against web pages stands in front of it',
  lookups: 'every resource can be looked up and listed as on AWS',
  'own-start': 'it is what `npm start` starts',
} as const;

export type Ability = keyof typeof ABILITIES;

export const isAbility = (name: string): name is Ability => Object.hasOwn(ABILITIES, name);
