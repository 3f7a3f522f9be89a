"""Python's parallel_bulk on a file of {_id, _routing, _source}. Arguments: URL, index, file, documents per request, threads."""

import sys

import orjson
from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk
from elasticsearch.serializer import OrjsonSerializer

url, index, path, chunk_size, threads = sys.argv[1:]
client = Elasticsearch(url, serializer=OrjsonSerializer(), request_timeout=120, connections_per_node=int(threads))


def actions():
    with open(path, "rb") as lines:
        for line in lines:
            action = orjson.loads(line)
            action["_index"] = index
            yield action


results = parallel_bulk(
    client,
    actions(),
    thread_count=int(threads),
    queue_size=int(threads),
    chunk_size=int(chunk_size),
    max_chunk_bytes=10_000_000,
)
for done, item in results:
    if not done:
        raise SystemExit(item)
