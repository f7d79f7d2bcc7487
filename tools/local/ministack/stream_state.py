"""MiniStack 1.5 saves the position of each event source mapping in a table's stream, but not the stream: after a restart
the position is past the end of an empty stream, and the function is not invoked until as many records have come again.
This saves the stream beside its table, so that a mapping continues with the records that it had not read yet. MiniStack
drops records older than 24 hours, as AWS does: unread ones are lost if the next start comes later."""

import copy

RECORDS, TRIMMED = "carillon_stream_records", "carillon_stream_trimmed"


def with_streams(dynamodb):
    """Makes MiniStack's DynamoDB module also save and load the streams of its tables."""
    get_state, load_state = dynamodb.get_state, dynamodb.load_persisted_state

    def saving():
        state = get_state()
        state[RECORDS] = copy.deepcopy(dynamodb._stream_records)
        state[TRIMMED] = copy.deepcopy(dynamodb._stream_trimmed)
        return state

    def loading(data):
        # Trimmed counts first: positions include them, and would be too high for a moment otherwise.
        dynamodb._stream_trimmed.update(data.get(TRIMMED, {}))
        dynamodb._stream_records.update(data.get(RECORDS, {}))
        load_state(data)

    dynamodb.get_state, dynamodb.load_persisted_state = saving, loading


def within_streams(load, dynamodb, lambda_svc):
    """Loads, and clamps positions to the end of the stream: an older start may not have saved the streams."""

    def loading(*args):
        load(*args)
        positions, mappings = lambda_svc._dynamodb_stream_positions._data, lambda_svc._esms._data
        for scope, position in list(positions.items()):
            account, region, _ = scope
            table = mappings.get(scope, {}).get("EventSourceArn", "").split("/stream/")[0].split("/")[-1]
            end = dynamodb.stream_end_position(table, account_id=account, region=region)
            positions[scope] = min(position, end)

    return loading
