/** Regions with a DKIM domain of their own. @see AWS General Reference, "Amazon SES endpoints and quotas", "DKIM domains" */
const OWN_DKIM_DOMAIN = [
  'af-south-1',
  'ap-northeast-3',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-5',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'il-central-1',
  'me-central-1',
  'us-gov-east-1',
] as const;

const COMMON_DKIM_DOMAIN = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'me-south-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
] as const;

/** Regions with SES. In others, such as AWS China, only the mail resources would fail to apply. */
export const SES_REGIONS: readonly string[] = [...OWN_DKIM_DOMAIN, ...COMMON_DKIM_DOMAIN].toSorted();

/** Target domain of the CNAME records of Easy DKIM. */
export const dkimDomain = (region: string): string =>
  OWN_DKIM_DOMAIN.some((own) => own === region) ? `dkim.${region}.amazonses.com` : 'dkim.amazonses.com';
