import { unknownId } from '../../../shared/operations/status/unknown-id';
import { inCliWords } from '../in-cli-words';
import { unknownIdWords } from './unknown-id-words';

test('every command reports an unknown id alike, and says where to find the right one', async () => {
  await expect(inCliWords(Promise.reject(unknownId('01j')), unknownIdWords('ledger'))).rejects.toMatchObject({
    code: 'cli.unknown_id',
    message: "nothing is recorded under id '01j' in table ledger",
    fix: "take the id that `publish` printed, not SNS's message id; for another stack add --outputs",
  });
});
