#!/usr/bin/python3
"""Checks SARIF documents against what GitHub's code scanning needs, beyond the schema of SARIF itself.

Usage: github_sarif.py FILE...     what is wrong is printed, a line each; the exit status says whether anything is
       github_sarif.py --samples   each rule finds fault with a sample made for it, and no other rule does
Source of the rules: docs.github.com, "SARIF support for code scanning" and "Uploading a SARIF file to GitHub".
"""
import copy
import gzip
import json
import pathlib
import re
import sys

LEVELS = {"note", "warning", "error"}
RULES = []


def rule(sample):
    """A rule yields faults of a document; `sample` makes a sound document one that it finds fault with."""
    def keep(check):
        RULES.append((check.__name__, check, sample))
        return check
    return keep


def results(document):
    for run in document.get("runs", []):
        yield from run.get("results", [])


def rules_of(run):
    return run.get("tool", {}).get("driver", {}).get("rules", [])


def all_rules(document):
    for run in document.get("runs", []):
        yield from rules_of(run)


def physical_locations(document):
    for result in results(document):
        for location in result.get("locations", []) + result.get("relatedLocations", []):
            yield location.get("physicalLocation", {})


def regions(document):
    for place in physical_locations(document):
        yield place.get("region", {})
    for result in results(document):
        for fix in result.get("fixes", []):
            for change in fix.get("artifactChanges", []):
                for replacement in change.get("replacements", []):
                    yield replacement.get("deletedRegion", {})


def uris(document):
    for run in document.get("runs", []):
        for artifact in run.get("artifacts", []):
            yield artifact.get("location", {}).get("uri", "")
    for place in physical_locations(document):
        yield place.get("artifactLocation", {}).get("uri", "")


def set_at(path, value):
    """A sample: the sound document with one value changed, or taken away."""
    def change(document):
        *way, last = path
        for key in way:
            document = document[key]
        if value is None:
            del document[last]
        else:
            document[last] = value
    return change


def many(path, count, make=lambda number, one: one):
    def change(document):
        *way, last = path
        for key in way:
            document = document[key]
        document[last] = [make(number, document[last][0]) for number in range(count)]
    return change


DRIVER = ("runs", 0, "tool", "driver")
RULE = DRIVER + ("rules", 0)
RESULT = ("runs", 0, "results", 0)
PLACE = RESULT + ("locations", 0, "physicalLocation")


@rule(set_at(("version",), "2.0.0"))
def version(document):
    if document.get("version") != "2.1.0":
        yield "the version is not 2.1.0"


@rule(many(("runs",), 21, lambda number, one: {**one, "results": []}))
def at_most_20_runs(document):
    if not 1 <= len(document.get("runs", [])) <= 20:
        yield "there are no runs, or more than 20"


@rule(set_at(DRIVER + ("name",), ""))
def tool_name(document):
    if not all(run.get("tool", {}).get("driver", {}).get("name") for run in document["runs"]):
        yield "a run has no name of its tool"


@rule(many(("runs", 0, "results"), 25_001, lambda number, one: {
    **one, "partialFingerprints": {"primaryLocationLineHash": str(number)}}))
def at_most_25000_results(document):
    if any(len(run.get("results", [])) > 25_000 for run in document["runs"]):
        yield "a run has more than 25,000 results"


@rule(many(DRIVER + ("rules",), 25_001, lambda number, one: {**one, "id": one["id"] if number == 0 else str(number)}))
def at_most_25000_rules(document):
    if any(len(rules_of(run)) > 25_000 for run in document["runs"]):
        yield "a run has more than 25,000 rules"


@rule(set_at(RULE + ("shortDescription",), None))
def rules_are_described(document):
    for one in all_rules(document):
        for field in ("shortDescription", "fullDescription", "help"):
            if not one.get(field, {}).get("text"):
                yield f"the rule {one.get('id')} has no {field}.text"


@rule(set_at(RULE + ("fullDescription", "text"), "x" * 1025))
def descriptions_fit(document):
    for one in all_rules(document):
        for field in ("shortDescription", "fullDescription"):
            if len(one.get(field, {}).get("text", "")) > 1024:
                yield f"the {field} of the rule {one.get('id')} has more than 1024 characters"


@rule(set_at(RULE + ("properties", "tags"), [f"tag-{number}" for number in range(21)]))
def at_most_20_tags(document):
    for one in all_rules(document):
        if len(one.get("properties", {}).get("tags", [])) > 20:
            yield f"the rule {one.get('id')} has more than 20 tags"


@rule(set_at(RULE + ("defaultConfiguration", "level"), "fatal"))
def rule_level(document):
    for one in all_rules(document):
        if one.get("defaultConfiguration", {}).get("level", "warning") not in LEVELS:
            yield f"the rule {one.get('id')} has a level that is none of {sorted(LEVELS)}"


@rule(set_at(RULE + ("properties", "problem.severity"), "fatal"))
def rule_severity(document):
    for one in all_rules(document):
        if one.get("properties", {}).get("problem.severity", "error") not in {"error", "warning", "recommendation"}:
            yield f"the rule {one.get('id')} has an unknown problem.severity"


@rule(set_at(RULE + ("properties", "precision"), "exact"))
def rule_precision(document):
    for one in all_rules(document):
        if one.get("properties", {}).get("precision", "high") not in {"very-high", "high", "medium", "low"}:
            yield f"the rule {one.get('id')} has an unknown precision"


@rule(lambda document: document["runs"][0]["tool"]["driver"]["rules"].append(
    copy.deepcopy(document["runs"][0]["tool"]["driver"]["rules"][0])))
def rule_ids_are_unique(document):
    for run in document["runs"]:
        ids = [one.get("id") for one in rules_of(run)]
        if not all(ids) or len(set(ids)) != len(ids):
            yield "a rule has no id, or one that another has"


@rule(set_at(RESULT + ("ruleIndex",), 1))
def results_name_their_rule(document):
    for run in document["runs"]:
        known = rules_of(run)
        for one in run.get("results", []):
            index = one.get("ruleIndex", -1)
            if not 0 <= index < len(known) or known[index].get("id") != one.get("ruleId"):
                yield f"a result of {one.get('ruleId')} names no rule of its run"


@rule(set_at(RESULT + ("level",), "fatal"))
def result_level(document):
    for one in results(document):
        if one.get("level", "warning") not in LEVELS:
            yield f"a result of {one.get('ruleId')} has a level that is none of {sorted(LEVELS)}"


@rule(set_at(RESULT + ("message", "text"), ""))
def results_have_a_message(document):
    for one in results(document):
        if not one.get("message", {}).get("text"):
            yield f"a result of {one.get('ruleId')} has no message.text"


@rule(set_at(RESULT + ("message", "text"), "x" * 1025))
def messages_fit(document):
    for one in results(document):
        if len(one.get("message", {}).get("text", "")) > 1024:
            yield f"the message of a result of {one.get('ruleId')} has more than 1024 characters"


@rule(set_at(RESULT + ("locations",), []))
def results_have_a_place(document):
    for one in results(document):
        if not 1 <= len(one.get("locations", [])) <= 1000:
            yield f"a result of {one.get('ruleId')} has no location, or more than 1000"


@rule(set_at(PLACE + ("artifactLocation", "uri"), ""))
def places_name_their_file(document):
    for place in physical_locations(document):
        if not place.get("artifactLocation", {}).get("uri"):
            yield "a location names no file"


@rule(set_at(PLACE + ("artifactLocation", "uri"), "a folder\\a.mend"))
def uris_are_encoded(document):
    plain = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})*")
    for uri in uris(document):
        if not plain.fullmatch(uri.removeprefix("file://")):
            yield f"`{uri}` has characters that a URI writes in hex"


@rule(set_at(PLACE + ("artifactLocation", "uri"), "../beside/a.mend"))
def uris_stay_in_the_repository(document):
    for uri in uris(document):
        if (uri.startswith("/") or ".." in uri.split("/")) and not uri.startswith("file:///"):
            yield f"`{uri}` leads out of the repository"


@rule(set_at(PLACE + ("region", "startLine"), 0))
def regions_are_positive(document):
    for region in regions(document):
        numbers = [region.get(field, 1) for field in ("startLine", "startColumn", "endLine", "endColumn")]
        if "startLine" not in region or not all(isinstance(one, int) and one >= 1 for one in numbers):
            yield "a region has no startLine, or a number that is not positive"


@rule(set_at(PLACE + ("region", "endColumn"), 2))
def regions_end_behind_their_begin(document):
    for region in regions(document):
        begin = (region.get("startLine", 1), region.get("startColumn", 1))
        end = (region.get("endLine", begin[0]), region.get("endColumn", begin[1]))
        if end < begin:
            yield f"a region ends at {end}, before it begins at {begin}"


@rule(set_at(RESULT + ("relatedLocations", 0, "message"), None))
def related_locations_say_why(document):
    for one in results(document):
        for location in one.get("relatedLocations", []):
            if not location.get("message", {}).get("text") or "physicalLocation" not in location:
                yield f"a related location of {one.get('ruleId')} has no message or no place"


@rule(set_at(RESULT + ("partialFingerprints",), None))
def results_have_a_fingerprint(document):
    for one in results(document):
        if not one.get("partialFingerprints", {}).get("primaryLocationLineHash"):
            yield f"a result of {one.get('ruleId')} has no primaryLocationLineHash"


@rule(lambda document: document["runs"][0]["results"].append(copy.deepcopy(document["runs"][0]["results"][0])))
def fingerprints_are_unique(document):
    for run in document["runs"]:
        seen = set()
        for one in run.get("results", []):
            place = (one.get("locations") or [{}])[0].get("physicalLocation", {}).get("artifactLocation", {}).get("uri")
            hashed = one.get("partialFingerprints", {}).get("primaryLocationLineHash")
            mark = (one.get("ruleId"), place, hashed)
            if hashed and mark in seen:
                yield f"two results of {one.get('ruleId')} in {place} have one fingerprint"
            seen.add(mark)


@rule(set_at(("runs", 0, "columnKind"), "bytes"))
def column_kind(document):
    for run in document["runs"]:
        if run.get("columnKind") not in {"utf16CodeUnits", "unicodeCodePoints"}:
            yield "nothing says how columns are counted"


@rule(lambda document: document["runs"][0].update(properties={"noise": "".join(
    f"{number * 2654435761 % 2**32:08x}" for number in range(2_900_000))}))
def at_most_10_megabytes(document):
    text = json.dumps(document).encode()
    if len(text) > 10_000_000 and len(gzip.compress(text, 1)) > 10_000_000:
        yield "the document has more than 10 MB when it is compressed"


def faults(document):
    """Pairs of a rule's name and what it finds."""
    return [(name, words) for name, check, _ in RULES for words in check(document)]


SOUND = {
    "version": "2.1.0",
    "runs": [{
        "columnKind": "utf16CodeUnits",
        "tool": {"driver": {"name": "hivemend", "rules": [{
            "id": "a-kind", "shortDescription": {"text": "a"}, "fullDescription": {"text": "b"}, "help": {"text": "c"},
            "defaultConfiguration": {"level": "error"},
            "properties": {"tags": ["d"], "problem.severity": "error", "precision": "very-high"}}]}},
        "artifacts": [{"location": {"uri": "a.mend"}}],
        "results": [{
            "ruleId": "a-kind", "ruleIndex": 0, "level": "error", "message": {"text": "e"},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": "a%20folder/a.mend"},
                "region": {"startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 3}}}],
            "relatedLocations": [{"message": {"text": "f"}, "physicalLocation": {
                "artifactLocation": {"uri": "file:///etc/b.mend"}, "region": {"startLine": 2}}}],
            "partialFingerprints": {"primaryLocationLineHash": "0:1"}}],
    }],
}


def samples():
    wrong = [f"the sound sample: {name}: {words}" for name, words in faults(SOUND)]
    for name, _, make in RULES:
        document = copy.deepcopy(SOUND)
        make(document)
        found = sorted({one for one, _ in faults(document)})
        if found != [name]:
            wrong.append(f"the sample of {name} is found fault with by {found}")
    return wrong


def main(arguments):
    wrong = []
    if arguments == ["--samples"]:
        wrong = samples()
        print(f"{len(RULES)} rules", file=sys.stderr)
    else:
        for file in arguments:
            document = json.loads(pathlib.Path(file).read_text(encoding="utf-8"))
            wrong += [f"{file}: {name}: {words}" for name, words in faults(document)]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
