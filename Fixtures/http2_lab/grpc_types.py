"""lab.proto's types, read from its FileDescriptorSet."""

import os

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

SET = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../captures/http2/lab.desc")
SERVICE = "weir.lab.Lab"
# Octets of a message from which on its JSON is left out.
LONG = 4000


def types():
    """By name: message classes; and by the method's name, the classes of its request and response and whether they are streams."""
    pool, described = descriptor_pool.DescriptorPool(), descriptor_pb2.FileDescriptorSet()
    with open(SET, "rb") as file:
        described.ParseFromString(file.read())
    for entry in described.file:
        pool.Add(entry)
    factory = message_factory.MessageFactory(pool)
    service = pool.FindServiceByName(SERVICE)
    streams = {method.name: (method.client_streaming, method.server_streaming)
               for entry in described.file for service_entry in entry.service for method in service_entry.method}
    return {method.name: (factory.GetPrototype(method.input_type), factory.GetPrototype(method.output_type), *streams[method.name])
            for method in service.methods}


def told(message, octets):
    """A message as its program saw it; of a long one, its length."""
    json = {"json": json_format.MessageToDict(message)} if len(octets) <= LONG else {}
    return {"bytes": len(octets)} | json
