"""MiniStack 1.5 saves how far each event source mapping has read a table's stream, and not the stream: after a restart the
mapping waits behind the end of an empty stream, and its function is not invoked until as many records have come again.
Here the stream is saved beside its table, so that a mapping goes on where it stopped, with what it had not read yet.
MiniStack forgets what is older than 24 hours, as AWS does: what was not read by then, because the next start came later,
is not read at all."""

import copy

RECORDS, TRIMMED = "carillon_stream_records", "carillon_stream_trimmed"


def with_streams(dynamodb):
    """Has MiniStack's module of DynamoDB save and load the streams of its tables too."""
    get_state, load_state = dynamodb.get_state, dynamodb.load_persisted_state

    def saving():
        state = get_state()
        state[RECORDS] = copy.deepcopy(dynamodb._stream_records)
        state[TRIMMED] = copy.deepcopy(dynamodb._stream_trimmed)
        return state

    def loading(data):
        # Positions count what was trimmed: with the records first, they would for a moment be too high.
        dynamodb._stream_trimmed.update(data.get(TRIMMED, {}))
        dynamodb._stream_records.update(data.get(RECORDS, {}))
        load_state(data)

    dynamodb.get_state, dynamodb.load_persisted_state = saving, loading


def within_streams(load, dynamodb, lambda_svc):
    """Loads, and takes positions back that are behind the end: the state may be of a start that did not save the streams."""

    def loading(*args):
        load(*args)
        positions, mappings = lambda_svc._dynamodb_stream_positions._data, lambda_svc._esms._data
        for scope, position in list(positions.items()):
            account, region, _ = scope
            table = mappings.get(scope, {}).get("EventSourceArn", "").split("/stream/")[0].split("/")[-1]
            end = dynamodb.stream_end_position(table, account_id=account, region=region)
            positions[scope] = min(position, end)

    return loading
