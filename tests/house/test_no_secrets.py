"""Nothing of a machine, a registry or a secret stands in tracked files."""

import re

from tests.house.places import ROOT, tracked

TEXT = (
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".lock",
    ".html",
    ".js",
    ".css",
    ".yml",
    ".service",
    "Makefile",
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root|tmp/bash_jobs)/")
REGISTRY = re.compile(r"https?://[^\s\"']*(?:pypi|pythonhosted|npmjs|debian)\.", re.IGNORECASE)
TOKEN = re.compile(r"\b\d{8,10}:AA[A-Za-z0-9_-]{30,}")


def test_no_path_of_a_machine_no_registry_no_real_token():
    found = []
    for file in tracked(*TEXT):
        if file.name == "test_no_secrets.py":
            continue
        text = file.read_text(encoding="utf-8")
        found += [
            f"{file.relative_to(ROOT)}: {hit.group()}"
            for pattern in (MACHINE, REGISTRY, TOKEN)
            for hit in pattern.finditer(text)
        ]
    assert found == []
