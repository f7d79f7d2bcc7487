import { state } from '../harness';
test('x', () => { console.log(state); });
