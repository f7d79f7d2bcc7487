import { preferredLanguage } from './language';

describe('preferredLanguage', () => {
  it.each<[string | undefined, string]>([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['DE-CH', 'de'],
    ['en-GB,de;q=0.9', 'en'],
    ['fr,de;q=0.3,en;q=0.2', 'de'],
    ['en;q=0.2, de;q=0.3', 'de'],
    ['de;q=0,en', 'en'],
    ['fr-FR', 'en'],
    ['*', 'en'],
    ['dex', 'en'],
    [';;;q=,,=', 'en'],
    ['de;q=much', 'en'],
  ])('%s is answered in %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
