"""Checks recorded requests against botocore's model of EC2's API: reads one form per line, prints what is wrong."""

import sys
from urllib.parse import parse_qsl

import botocore.session

model = botocore.session.get_session().get_service_model("ec2")


def key(name, shape, listed=False):
    """The name of a member in EC2's query protocol."""
    query = shape.serialization.get("queryName")
    if query:
        return query
    name = shape.serialization.get("name", name)
    return name[0].upper() + name[1:]


def check(path, rest, shape, value):
    if shape.type_name == "structure":
        if not rest:
            return f"{path} is a structure"
        for name, member in shape.members.items():
            if key(name, member) == rest[0]:
                return check(f"{path}.{rest[0]}", rest[1:], member, value)
        return f"{path} has no member {rest[0]}"
    if shape.type_name == "list":
        if not rest or not rest[0].isdigit() or rest[0] == "0":
            return f"{path} is a list"
        return check(f"{path}.{rest[0]}", rest[1:], shape.member, value)
    if rest:
        return f"{path} is {shape.type_name}, and has no {rest[0]}"
    if shape.type_name in ("integer", "long") and not value.lstrip("-").isdigit():
        return f"{path} is no number"
    if shape.type_name == "boolean" and value not in ("true", "false"):
        return f"{path} is no truth value"
    if shape.type_name == "string" and getattr(shape, "enum", None) and value not in shape.enum:
        return f"{path} is none of {shape.enum}: {value}"
    return None


def problems(form):
    fields = dict(parse_qsl(form, keep_blank_values=True))
    action = fields.pop("Action", "")
    if fields.pop("Version", "") != model.api_version:
        yield f"{action}: not of version {model.api_version}"
    if action not in model.operation_names:
        yield f"no operation {action}"
        return
    shape = model.operation_model(action).input_shape
    for name, value in fields.items():
        wrong = check(action, name.split("."), shape, value)
        if wrong:
            yield wrong
    for member in shape.required_members:
        name = key(member, shape.members[member])
        if not any(field == name or field.startswith(name + ".") for field in fields):
            yield f"{action} lacks {name}"


seen = set()
count = 0
for line in sys.stdin:
    count += 1
    seen.update(problems(line.strip()))
for problem in sorted(seen):
    print(problem)
print(f"checked {count} requests against {model.api_version}")
