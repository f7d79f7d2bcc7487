import fc from 'fast-check';
import { checkAddress, isPublicAddress } from './address';
import { AddressRefused, AddressUnreachable, checkedAddresses } from './guarded-lookup';

const deployed = { allowLoopback: false, allowedPorts: [] };
const check = (ip: string) => checkAddress(ip, deployed);
const of = (...addresses: readonly string[]) => checkedAddresses('hooks.example.com', async () => addresses, check);

const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());
const publicAddress = anyAddress.filter(isPublicAddress);
const publicIpv4 = fc.ipV4().filter(isPublicAddress);
const publicIpv6 = fc.ipV6().filter(isPublicAddress);
const specialAddress = fc.oneof(
  anyAddress.filter((ip) => !isPublicAddress(ip)),
  fc.constantFrom('127.0.0.1', '::1', '169.254.169.254', '10.0.0.1', 'fd00::1', '::ffff:8.8.8.8'),
);

describe('the addresses of a name', () => {
  it('are returned if they are IPv4, when all are public', async () => {
    const addresses = fc.tuple(fc.array(publicIpv4, { minLength: 1 }), fc.array(publicIpv6));
    await fc.assert(
      fc.asyncProperty(addresses, async ([four, six]) => {
        expect(await of(...six, ...four)).toEqual(four);
      }),
    );
  });

  it('are an error with the reason when all are IPv6', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(publicIpv6, { minLength: 1 }), async (addresses) => {
        await expect(of(...addresses)).rejects.toBeInstanceOf(AddressUnreachable);
      }),
    );
  });

  it('are returned if they are IPv6 loopback and that is allowed', async () => {
    const local = (ip: string) => checkAddress(ip, { ...deployed, allowLoopback: true });
    expect(await checkedAddresses('localhost', async () => ['::1'], local)).toEqual(['::1']);
  });

  it('are all refused when one is not public, at any position', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(publicAddress), specialAddress, fc.nat(), async (addresses, special, at) => {
        const mixed = addresses.toSpliced(at % (addresses.length + 1), 0, special);
        await expect(of(...mixed)).rejects.toBeInstanceOf(AddressRefused);
      }),
    );
  });

  it('are an error when there are none', async () => {
    await expect(of()).rejects.toMatchObject({ code: 'ENODATA' });
  });
});

it('a literal address is checked without being resolved', async () => {
  const resolve = () => Promise.reject(new Error('not to be asked'));
  expect(await checkedAddresses('8.8.8.8', resolve, check)).toEqual(['8.8.8.8']);
  await expect(checkedAddresses('10.0.0.1', resolve, check)).rejects.toMatchObject({
    faults: [{ code: 'webhook.address.not_public' }],
  });
});
