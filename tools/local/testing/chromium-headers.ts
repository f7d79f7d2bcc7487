type Headers = Readonly<Record<string, string>>;

const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36';
const BOTH: Headers = { connection: 'keep-alive', 'user-agent': USER_AGENT, 'accept-language': 'en-US,en;q=0.9' };
const PAGE: Headers = { ...BOTH, accept: 'text/html,application/xhtml+xml', 'upgrade-insecure-requests': '1' };
const EVIL = { origin: 'http://evil.example', referer: 'http://evil.example/' };
const crossSite = (mode: string, dest: string): Headers => ({
  'sec-fetch-site': 'cross-site',
  'sec-fetch-mode': mode,
  'sec-fetch-dest': dest,
});

/** Recorded request headers of Chromium 156 to a port of 127.0.0.1, without `Host`, client hints and encodings. */
export const CHROMIUM = {
  /** A page of another site fetches with `mode: 'no-cors'`: any text as the body, and no preflight. */
  textFetch: {
    ...BOTH,
    ...EVIL,
    ...crossSite('no-cors', 'empty'),
    accept: '*/*',
    'content-type': 'text/plain;charset=UTF-8',
  },
  queryFetch: {
    ...BOTH,
    ...EVIL,
    ...crossSite('no-cors', 'empty'),
    accept: '*/*',
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  },
  image: { ...BOTH, ...crossSite('no-cors', 'image'), accept: 'image/*,*/*;q=0.8', referer: EVIL.referer },
  preflight: {
    ...BOTH,
    ...EVIL,
    ...crossSite('cors', 'empty'),
    accept: '*/*',
    'access-control-request-method': 'PUT',
  },
  form: { ...PAGE, ...EVIL, ...crossSite('navigate', 'iframe'), 'content-type': 'text/plain' },
  sandboxedForm: {
    ...PAGE,
    ...crossSite('navigate', 'iframe'),
    origin: 'null',
    'content-type': 'application/x-www-form-urlencoded',
  },
  /** Without any `Sec-Fetch-…`. */
  webSocket: {
    ...BOTH,
    connection: 'Upgrade',
    upgrade: 'websocket',
    origin: EVIL.origin,
    'sec-websocket-version': '13',
    'sec-websocket-key': 'qFBmm2g61DIExHrmnX3yNA==',
  },
  /** A person types the address. */
  typed: { ...PAGE, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  /** A page with `Referrer-Policy: no-referrer` sends its form to its own address. */
  ownForm: {
    ...PAGE,
    origin: 'null',
    'content-type': 'application/x-www-form-urlencoded',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  },
} satisfies Readonly<Record<string, Headers>>;
