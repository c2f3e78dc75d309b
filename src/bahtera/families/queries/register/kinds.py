"""The code list of special families (keluarga khusus)."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import yaml

from bahtera.foundation.shipped import definitions

_LIST = definitions("code-lists/special-families.yaml")


@cache
def special_families() -> Mapping[str, Mapping[str, str]]:
    """Return the words for each special make, by its name and a language."""
    written = yaml.safe_load(_LIST.read_text(encoding="utf-8"))
    return MappingProxyType({one["name"]: MappingProxyType(one["label"]) for one in written["kinds"]})
