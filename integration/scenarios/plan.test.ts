import { stackTerraform } from '../../tools/local/stack';
import { state, target } from '../harness';
import { scenario } from '../scenario';

scenario('plan', () => {
  test('a second plan changes nothing, but what the target is known to give back changed', async () => {
    const terraform = stackTerraform(state.stackDirectory, { ...state, emulator: state, report: () => {} });
    const { changes } = await terraform.plan();
    const exempt = Object.keys(target.drifting);
    expect(changes.filter(({ address }) => !exempt.some((type) => address.startsWith(`${type}.`)))).toEqual([]);
    expect(changes.filter(({ action }) => action !== 'update')).toEqual([]);
  });
});
