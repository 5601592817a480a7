"""How tshark's attributes become Weir's values: each takes the list of PDML fields of one name."""


def number(fields):
    return int(fields[0].get("show"), 0)


def numbers(fields):
    return [int(field.get("show"), 0) for field in fields]


def flag(fields):
    return fields[0].get("show") in ("1", "True")


def text(fields):
    return fields[0].get("show")


def texts(fields):
    return [field.get("show") for field in fields]
