import fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { withNames } from './intl-formats';

const conversion = fc
  .tuple(
    fc.constantFrom('', '-', '^', '_', '0', '#'),
    fc.constantFrom('', '', '12'),
    fc.constantFrom(...'ABabhdYmHM%q'),
  )
  .map((parts) => `%${parts.join('')}`);
const format = fc.array(fc.oneof(conversion, fc.constantFrom(' ', 'B', '%', ', ', 'é')), { maxLength: 6 });
const time = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });

test.each(['en', 'de', 'ja', 'ar', 'pt-BR'])('dates in %s are as LiquidJS writes them', (locale) => {
  const liquid = new Liquid({ locale, timezoneOffset: 0 });
  const dateOf = (text: string, at: string) => liquid.parseAndRenderSync('{{ at | date: text }}', { at, text });
  fc.assert(
    fc.property(format, time, (parts, date) => {
      const [text, at] = [parts.join(''), date.toISOString()];
      expect(dateOf(withNames(text, at, locale), at)).toBe(dateOf(text, at));
    }),
  );
});
