import { CHROMIUM } from './chromium-headers';

export const PORT = 4566;
const FOREIGN_HOST = 'the Host header must be 127.0.0.1:4566 or localhost:4566';
const BROWSER = 'this server is not for web browsers';
const host = '127.0.0.1:4566';

interface RefusalCase {
  readonly what: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly refusal?: string;
}

/** The rule that the servers in Node and the guard of MiniStack share. */
export const REFUSAL_CASES: readonly RefusalCase[] = [
  { what: 'an SDK', headers: { host, 'user-agent': 'aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs#22' } },
  { what: 'the fetch of Node', headers: { host, 'user-agent': 'node', 'sec-fetch-mode': 'cors' } },
  { what: 'a program without a name', headers: { host } },
  { what: 'localhost', headers: { host: 'LocalHost:4566' } },
  { what: 'the name of a bucket under localhost', headers: { host: 'my.bucket-1.localhost:4566' } },
  { what: 'another name', headers: { host: 'evil.example:4566' }, refusal: FOREIGN_HOST },
  { what: 'a name that begins as ours', headers: { host: '127.0.0.1.evil.example:4566' }, refusal: FOREIGN_HOST },
  { what: 'a name that ends as ours', headers: { host: 'evillocalhost:4566' }, refusal: FOREIGN_HOST },
  { what: 'a name that holds ours', headers: { host: 'evil.example/localhost:4566' }, refusal: FOREIGN_HOST },
  { what: 'another address', headers: { host: '192.168.0.7:4566' }, refusal: FOREIGN_HOST },
  { what: 'another port', headers: { host: '127.0.0.1:45660' }, refusal: FOREIGN_HOST },
  { what: 'no port', headers: { host: 'localhost' }, refusal: FOREIGN_HOST },
  { what: 'an empty Host', headers: { host: '' }, refusal: FOREIGN_HOST },
  { what: 'no Host', headers: {}, refusal: FOREIGN_HOST },
  ...Object.entries(CHROMIUM).map(([what, headers]) => ({
    what: `Chromium: ${what}`,
    headers: { host, ...headers },
    refusal: BROWSER,
  })),
  { what: 'a rebound page', headers: { ...CHROMIUM.typed, host: 'evil.example:4566' }, refusal: FOREIGN_HOST },
  { what: 'any Origin', headers: { host, origin: 'http://127.0.0.1:4566' }, refusal: BROWSER },
  { what: 'an empty Origin', headers: { host, origin: '' }, refusal: BROWSER },
  { what: 'a page on another port', headers: { host, 'sec-fetch-site': 'same-site' }, refusal: BROWSER },
  { what: 'a browser without Sec-Fetch-Site', headers: { host, 'user-agent': 'Mozilla/5.0 (X)' }, refusal: BROWSER },
];
