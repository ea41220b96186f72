"""Which kind of address a port wants, where the driver only knows that nobody answered.

The scheme says whether a connection is encrypted (`neo4j+s`, or `neo4j+ssc`
for a certificate that nobody vouches for). A wrong one fails in many ways, some
of them silent; so the port itself is asked.
"""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

_BOLT_PORT = 7687


def advice(uri: str, seconds: float) -> str | None:
    """Return what to write instead of `uri`, or none if its scheme is not what is wrong.

    Args:
        uri: The address that did not answer.
        seconds: Longest to wait for an answer.
    """
    scheme, _, encryption = urlsplit(uri).scheme.partition("+")
    encrypts, doubt = _asked(uri, seconds)
    if encrypts is None:
        return None
    if not encrypts:
        unencrypted = f"{uri} does not answer in encrypted form: write {scheme}:// if it has none."
        return unencrypted if encryption else None
    if doubt is None:
        return None if encryption else f"{uri} wants encryption: write {scheme}+s://."
    if encryption == "ssc":
        return None
    own = f"write {scheme}+ssc:// if the certificate is your own"
    if encryption:
        return f"{uri} has a certificate that is not trusted ({doubt}): {own}."
    return f"{uri} wants encryption: write {scheme}+s://; {own} ({doubt})."


def _asked(uri: str, seconds: float) -> tuple[bool | None, str | None]:
    """Return whether the port encrypts, if it says so, and what is wrong with its certificate."""
    address = urlsplit(uri)
    host, port = address.hostname or "", address.port or _BOLT_PORT
    context = ssl.create_default_context()
    try:
        with socket.create_connection((host, port), timeout=seconds) as plain:
            try:
                context.wrap_socket(plain, server_hostname=host).close()
            except ssl.SSLCertVerificationError as error:
                return True, error.verify_message
            except TimeoutError:
                return None, None
            except OSError:  # it hung up, or answered in clear text
                return False, None
            return True, None
    except OSError:
        return None, None
