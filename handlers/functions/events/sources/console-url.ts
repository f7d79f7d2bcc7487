/** A page of the AWS console in a region, which has a domain of its own in GovCloud. */
export const consoleUrl = (region: string, page: string): string =>
  region.startsWith('us-gov-')
    ? `https://${region}.console.amazonaws-us-gov.com/${page}`
    : `https://${region}.console.aws.amazon.com/${page}`;
