#!/usr/bin/python3
"""Validates JSON documents against the schemas of docs/schemas, with Debian's python3-jsonschema.

Usage: validate_json.py SCHEMAS LIST
LIST has one line for each document: the schema's name and the file, between them a tab; a line may begin with
`strict` and a tab. What is wrong is printed; the exit status says whether anything is. `strict`: moreover, a field
added to any object of the document, and one taken from it, must make it wrong.
"""
import copy
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")  # later versions deprecate RefResolver
import jsonschema  # noqa: E402


def objects(value):
    """Every object of a document, found again by its path in a copy."""
    stack = [((), value)]
    while stack:
        path, one = stack.pop()
        if isinstance(one, dict):
            yield path
        for key, inner in one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ():
            stack.append((path + (key,), inner))


def at(value, path):
    for key in path:
        value = value[key]
    return value


def loose_places(validator, document):
    """Places at which the schema would not notice a new or a missing field."""
    for path in objects(document):
        changed = copy.deepcopy(document)
        at(changed, path)["a_field_that_no_schema_has"] = 1
        if validator.is_valid(changed):
            yield path, "takes a new field"
        for field in at(document, path):
            changed = copy.deepcopy(document)
            del at(changed, path)[field]
            if validator.is_valid(changed):
                yield path, f"does not need `{field}`"


def main(schemas, listed):
    store = {}
    for file in sorted(pathlib.Path(schemas).glob("*.schema.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        store[schema["$id"]] = schema
    by_name = {schema_id.rsplit("/", 1)[1].removesuffix(".schema.json"): schema for schema_id, schema in store.items()}
    wrong = 0
    for line in pathlib.Path(listed).read_text(encoding="utf-8").splitlines():
        *mode, name, file = line.split("\t")
        document = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
        schema = by_name[name]
        resolver = jsonschema.RefResolver(schema["$id"], schema, store)
        validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
        for error in validator.iter_errors(document):
            wrong += 1
            print(f"{file}: /{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
        for path, what in loose_places(validator, document) if mode == ["strict"] else ():
            wrong += 1
            print(f"{file}: /{'/'.join(map(str, path))}: the schema {name} {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
