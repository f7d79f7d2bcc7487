/** The secret of every endpoint of a benchmark. */
export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const FIVE = 5;

/** Tenants, by their endpoints: one by HTTP, one by TLS, five by HTTP. */
export const TENANTS = { http: 'bench-http', tls: 'bench-tls', five: 'bench-http-five' } as const;

export type Scheme = 'http' | 'tls';
