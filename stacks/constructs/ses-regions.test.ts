import { dkimDomain, SES_REGIONS } from './ses-regions';

test.each([
  ['eu-central-1', 'dkim.amazonses.com'],
  ['us-east-1', 'dkim.amazonses.com'],
  ['eu-south-1', 'dkim.eu-south-1.amazonses.com'],
  ['il-central-1', 'dkim.il-central-1.amazonses.com'],
  ['us-gov-east-1', 'dkim.us-gov-east-1.amazonses.com'],
])('DKIM records in %s point to %s', (region, expected) => {
  expect(dkimDomain(region)).toBe(expected);
});

test('the list has no duplicate, and no region without SES', () => {
  expect(new Set(SES_REGIONS).size).toBe(SES_REGIONS.length);
  expect(SES_REGIONS.filter((region) => /^(cn-|us-iso)/.test(region))).toEqual([]);
});
