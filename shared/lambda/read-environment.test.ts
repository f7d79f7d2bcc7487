import { readEnvironment } from './read-environment';

describe('readEnvironment', () => {
  it('reads only the named variables', () => {
    expect(readEnvironment(['A', 'B'], { A: '1', B: '2', C: '3' })).toEqual({ A: '1', B: '2' });
  });

  it('names every variable that is missing or empty, at once', () => {
    const fault = (name: string) => ({
      code: 'environment.missing',
      path: `/${name}`,
      message: `environment variable ${name} is not set`,
    });
    expect(() => readEnvironment(['A', 'B', 'C'], { A: '', B: '2' })).toThrow(
      expect.objectContaining({
        name: 'CodedError',
        code: 'environment.missing',
        fix: 'apply the stack of this version again',
        message: 'environment variable A is not set; environment variable C is not set',
        faults: [fault('A'), fault('C')],
      }),
    );
  });

  it('reads the environment of the process by default', () => {
    const { PATH } = readEnvironment(['PATH']);
    expect(PATH).toBe(process.env.PATH);
  });
});
