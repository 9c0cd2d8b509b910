"""Ed25519 (RFC 8032): a unit signs what it hands up, and the office above knows it by its key.

The private key is made from the survey's secret key, which lies in ``survey.db`` and leaves it
nowhere; so a survey has its key from its first day, and a copy of the folder has the same one.
"""

import hashlib
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PURPOSE = b"hom-phieu: signing key of bundles, 1"
CONTEXT = b"hom-phieu: manifest of a bundle, 1\n"
"""Signed before the manifest, so that no other signature of the key could pass for this one."""


def signing_key(secret: bytes) -> Ed25519PrivateKey:
    """The survey's private key."""
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(secret, PURPOSE, hashlib.sha256))


def public_key(secret: bytes) -> str:
    """The survey's public key: 64 hexadecimal digits, for everyone to know."""
    return signing_key(secret).public_key().public_bytes_raw().hex()


def sign(secret: bytes, manifest: bytes) -> str:
    """The signature of a manifest: 128 hexadecimal digits."""
    return signing_key(secret).sign(CONTEXT + manifest).hex()


def is_signed_by(key: str, signature: str, manifest: bytes) -> bool:
    """Whether the holder of this public key signed the manifest; False for what is no key."""
    try:
        known = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        known.verify(bytes.fromhex(signature), CONTEXT + manifest)
    except (ValueError, InvalidSignature):
        return False
    return True
