"""JSON as the truths are written."""

import json

WIDTH = 180


def write(path, document):
    """Broken into lines where it is wide, so that differences can be read."""
    with open(path, "w") as file:
        file.write(pretty(document, 0) + "\n")


def pretty(value, depth):
    if value and isinstance(value, (dict, list)) and len(json.dumps(value)) > WIDTH:
        inside = "  " * (depth + 1)
        if isinstance(value, dict):
            body = [f"{inside}{json.dumps(key)}: {pretty(item, depth + 1)}" for key, item in value.items()]
            return "{\n" + ",\n".join(body) + "\n" + "  " * depth + "}"
        return "[\n" + ",\n".join(inside + pretty(item, depth + 1) for item in value) + "\n" + "  " * depth + "]"
    return json.dumps(value)
