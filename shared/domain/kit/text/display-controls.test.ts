import { replaceDisplayControls } from './display-controls';

const ALL = Array.from({ length: 0x11_0000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
const isReplaced = (code: number) => replaceDisplayControls(String.fromCodePoint(code), () => '') === '';
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, offset) => from + offset);

it('are exactly C0 but for tab and line breaks, DEL, C1, separators, and what turns or shapes the text behind it', () => {
  expect(ALL.filter(isReplaced)).toEqual([
    ...range(0x00, 0x08),
    0x0b,
    0x0c,
    ...range(0x0e, 0x1f),
    ...range(0x7f, 0x9f),
    0x2028,
    0x2029,
    ...range(0x202a, 0x202e),
    ...range(0x2066, 0x206f),
  ]);
});

it('are replaced one by one, by what is made of them', () => {
  expect(replaceDisplayControls('a\u009b\u202eb', (character) => `<${character.charCodeAt(0)}>`)).toBe('a<155><8238>b');
});

it.each([
  ['Hebrew with marks', 'שלום\u200F, \u200Eabc'],
  ['Arabic with its mark', 'السلام\u061C 123'],
  ['Persian with a zero-width non-joiner', 'می\u200Cخواهم'],
  ['emoji with joiners', '👩‍🚀👨‍👩‍👧‍👦'],
])('leave %s alone', (_what, text) => {
  expect(replaceDisplayControls(text, () => '')).toBe(text);
});
