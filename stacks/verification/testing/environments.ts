import { type Environment, type EnvironmentName, readEnvironment } from '../../environment';

/** Required variables of `dev`, and of `prod` with alarms that are not mailed. */
export const REQUIRED_VARIABLES = {
  CARILLON_ACCOUNT_ID: '111122223333',
  CARILLON_REGION: 'eu-central-1',
  CARILLON_SENDER: 'notifications@mail.example.com',
  CARILLON_STATE_BUCKET: 'example-terraform-state',
  CARILLON_ALARM_SUBSCRIBER: 'elsewhere',
} as const;

/** Variables that switch the event sources on, as `local` has them. */
export const EVENT_VARIABLES = {
  CARILLON_EVENT_SOURCES: 'alarm-changed,codepipeline-failed,object-created',
  CARILLON_EVENT_TENANT: 'operations',
  CARILLON_EVENT_RECIPIENTS: 'operations@example.com,night@example.com',
} as const;

export const OPTIONAL_VARIABLES = {
  CARILLON_PRODUCERS: 'arn:aws:iam::111122223333:role/shop,arn:aws:iam::111122223333:role/billing',
  CARILLON_SENDER_NAME: 'Example Shop',
  CARILLON_MAIL_RATE: '14',
  CARILLON_LAMBDA_CONCURRENCY: '1000',
  CARILLON_WEBHOOK_CONCURRENCY: '50',
  CARILLON_WEBHOOK_PORTS: '8443,9443',
  ...EVENT_VARIABLES,
  CARILLON_BUS_EVENTS: 'all',
  CARILLON_BUS_RETENTION_DAYS: '90',
  CARILLON_REPLY_TO: 'support@example.com',
  CARILLON_ALARM_EMAIL: 'operations@example.com',
  CARILLON_API_ISSUER: 'https://issuer.example.com/realms/main',
  CARILLON_API_AUDIENCE: 'carillon,https://notifications.example.com',
  CARILLON_API_TENANT_CLAIM: 'custom:tenant',
  CARILLON_API_ROLE_CLAIM: 'https://example.com/role',
  CARILLON_API_ORIGINS: 'https://console.example.com,https://other.example.com:8443',
} as const;

/** @param variables beside the required ones. @default none */
export const anEnvironment = (name: EnvironmentName, variables: Readonly<Record<string, string>> = {}): Environment =>
  readEnvironment({ CARILLON_ENV: name, ...REQUIRED_VARIABLES, ...variables });

export const withEveryOption = (name: 'dev' | 'prod'): Environment => anEnvironment(name, OPTIONAL_VARIABLES);
