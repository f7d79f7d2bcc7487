import { spawnSync } from 'node:child_process';

/** MiniStack's modules as far as they are used here: scopes are (account, region, name). */
const MODULES = `
import json
from types import SimpleNamespace
from stream_state import with_streams, within_streams

class Scoped:
    def __init__(self, data=None): self._data = data or {}
    def update(self, other): self._data.update(getattr(other, "_data", other))

LEDGER, MAPPING = ("1", "here", "ledger"), ("1", "here", "mapping")

def a_start(records=(), trimmed=0, position=0):
    dynamodb = SimpleNamespace(
        _tables=Scoped(), _stream_records=Scoped({LEDGER: list(records)}), _stream_trimmed=Scoped({LEDGER: trimmed}))
    dynamodb.get_state = lambda: {"tables": dynamodb._tables}
    dynamodb.load_persisted_state = lambda data: dynamodb._tables.update(data["tables"])
    dynamodb.stream_end_position = lambda table, account_id, region: (
        dynamodb._stream_trimmed._data.get((account_id, region, table), 0)
        + len(dynamodb._stream_records._data.get((account_id, region, table), [])))
    arn = "arn:aws:dynamodb:here:1:table/ledger/stream/2026-11-23T09:30:00.000"
    lambda_svc = SimpleNamespace(
        _dynamodb_stream_positions=Scoped({MAPPING: position}), _esms=Scoped({MAPPING: {"EventSourceArn": arn}}))
    with_streams(dynamodb)
    return dynamodb, lambda_svc

def restarted(state, position):
    dynamodb, lambda_svc = a_start(position=position)
    within_streams(lambda: dynamodb.load_persisted_state(state), dynamodb, lambda_svc)()
    print(json.dumps([
        dynamodb._stream_records._data[LEDGER], dynamodb._stream_trimmed._data[LEDGER],
        lambda_svc._dynamodb_stream_positions._data[MAPPING]]))
`;

/** What the start after has of the stream: its records, how many were trimmed before them, where the mapping goes on. */
function restart(script: string): unknown {
  const options = { encoding: 'utf8', env: { PATH: process.env.PATH, PYTHONPATH: __dirname } } as const;
  const { stdout, stderr } = spawnSync(process.env.PYTHON || 'python3', ['-c', MODULES + script], options);
  return stderr === '' ? JSON.parse(stdout) : stderr;
}

test('a mapping continues where it stopped, with unread records', () => {
  expect(restart('restarted(a_start(["c", "d"], trimmed=2)[0].get_state(), position=3)')).toEqual([['c', 'd'], 2, 3]);
});

test('a record that is written after the save is not in the saved state', () => {
  const script = `
dynamodb, _ = a_start(["a"])
state = dynamodb.get_state()
dynamodb._stream_records._data[LEDGER].append("b")
restarted(state, position=1)`;
  expect(restart(script)).toEqual([['a'], 0, 1]);
});

test('a mapping past the end of an unsaved stream reads the next records', () => {
  expect(restart('restarted({"tables": {}}, position=7)')).toEqual([[], 0, 0]);
});
