"""The browsers of all kinds of people, as their cookies; runs on the database of a server."""

import hashlib
import time
from typing import Any
from uuid import UUID

PASSWORD = "waterstad-demo-2026"


class Everybody:
    """`cookies` holds what each browser carries, by a name for whoever sits behind it."""

    def __init__(self) -> None:
        self.cookies: dict[str, dict[str, str]] = {"visitor": {}}

    def client(self) -> Any:
        from django.test import Client

        return Client(SERVER_NAME="localhost")

    def keep(self, who: str, client: Any) -> str:
        self.cookies[who] = {name: morsel.value for name, morsel in client.cookies.items()}
        return who

    def member(self, who: str, membership: Any, step: str = "password") -> str:
        """Signed in, and asked for the password or the second step a moment ago; for an hour, so
        that no page asks again because a machine is slow."""
        client = self.client()
        client.force_login(membership.account)
        session = client.session
        session["membership"] = str(membership.pk)
        # as the library writes it down
        until = time.time() + 3600  # noqa: TID251  the library reads the real clock, so must this
        session["account_authentication_methods"] = [
            {"method": step, "type": "totp", "at": until, "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(membership.account.pk)
        session.save()
        return self.keep(who, client)

    def by_link(self, who: str, purpose: str, subject: UUID | str) -> str:
        """Whoever opened this link."""
        client = self.client()
        assert client.get(f"/l/{token_of(purpose, subject)}").status_code == 302
        return self.keep(who, client)

    def before_the_key(self, who: str, key_id: UUID) -> str:
        """Whoever followed a hand-over key and stands before its button."""
        client = self.client()
        assert client.get(f"/l/{token_of_key(key_id)}").status_code == 302
        return self.keep(who, client)

    def with_key(self, who: str, key_id: UUID) -> str:
        """Whoever pressed the button as well."""
        client = self.client()
        client.get(f"/l/{token_of_key(key_id)}")
        assert client.post("/sleutel/").status_code == 302
        return self.keep(who, client)

    def with_second_step(self, membership: Any) -> int:
        """Give a member an app, codes and a key (its id); and sign in halfway, before the code."""
        from allauth.mfa.models import Authenticator
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        TOTP.activate(membership.account, generate_totp_secret())
        RecoveryCodes.activate(membership.account)
        key = Authenticator.objects.create(
            user=membership.account,
            type="webauthn",
            data={"name": "Telefoon", "credential": a_key()},
        )
        self.member("second_step", membership, "mfa")
        half = self.client()
        half.post("/inloggen/", {"login": membership.account.email, "password": PASSWORD})
        self.keep("half_signed_in", half)
        return int(key.pk)


def token_of(purpose: str, subject: UUID | str) -> str:
    """The token of the link that exists for this subject."""
    from loopplank.access.account import links
    from loopplank.store.models import Link

    row = Link.objects.get(purpose=purpose, subject_id=subject)
    return links.token_of(row.pk, row.generation)


def token_of_key(key_id: UUID) -> str:
    """The token of a hand-over key."""
    from loopplank.access.account import links

    return links.token_of_key(key_id)


def a_key() -> dict[str, Any]:
    """What a browser would have sent when a key was added: a key that nobody holds."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import (
        AttestationObject,
        AttestedCredentialData,
        AuthenticatorData,
        CollectedClientData,
    )

    secret = ec.generate_private_key(ec.SECP256R1())
    public = ES256.from_cryptography_key(secret.public_key())  # type: ignore[no-untyped-call]  # as fido2 is
    key = AttestedCredentialData.create(b"\0" * 16, b"a key of a test", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    said = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, key)
    asked = CollectedClientData.create("webauthn.create", b"x" * 32, "http://localhost")
    name = websafe_encode(key.credential_id)
    return {
        "id": name,
        "rawId": name,
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(asked),
            "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
        },
        "clientExtensionResults": {},
    }
