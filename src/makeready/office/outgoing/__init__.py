"""How do we reach other servers? The one guarded HTTP client; nothing else in the house goes out by HTTP.

Only http and https, only public addresses (unless the operator allows a host), each name resolved once and
connected to as resolved, every redirect judged anew, sizes and times limited, no proxy from the environment.
"""

from makeready.office.outgoing.client import Answer, Fetched, call, fetch
from makeready.office.outgoing.failures import AddressForbidden, FetchFailed
from makeready.office.outgoing.reading import only_reading
from makeready.office.outgoing.store import store_client

__all__ = ["AddressForbidden", "Answer", "FetchFailed", "Fetched", "call", "fetch", "only_reading", "store_client"]
