import { lookupLocale } from './locale';

describe('lookupLocale', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de-AT'],
    ['DE-at', 'de-AT'],
    ['de-AT-1996', 'de-AT'],
    ['de-CH', 'de'],
    ['de-x-formal', 'de'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['zh', 'en'],
    ['fr', 'en'],
    ['__proto__', 'en'],
    ['', 'en'],
    [undefined, 'en'],
  ])('finds for %s the template in %s', (wanted, expected) => {
    expect(lookupLocale(wanted, ['en', 'de', 'de-AT', 'zh-Hant'], 'en')).toBe(expected);
  });
});
