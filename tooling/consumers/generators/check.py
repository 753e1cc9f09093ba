"""Reads an answer of a live Souk with the types that quicktype made for Python."""

import json
import sys

from souk_types import Trade

trade = Trade.from_dict(json.loads(sys.argv[1]))
assert trade.asset.value == "BTC" and trade.status.value == "in_progress", trade.to_dict()
print(trade.id, trade.amount)
