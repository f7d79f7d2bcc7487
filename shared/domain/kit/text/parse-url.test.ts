import { parseUrl } from './parse-url';

describe('parseUrl', () => {
  it('reads a host of Latin-1 letters however often it is asked', () => {
    const hosts = Array.from({ length: 100_000 }, () => parseUrl('https://bücher.example/')?.hostname);
    expect(new Set(hosts)).toEqual(new Set(['xn--bcher-kva.example']));
  });

  it.each(['', 'bücher', 'https://', 'https://a b/'])('finds none in %j', (text) => {
    expect(parseUrl(text)).toBeUndefined();
  });
});
