"""The publisher's side: keys of the four roles, and a site of signed metadata as The Update Framework has it.

The site is a folder of plain files for any web server: `metadata/` and `targets/`. What is already there
stays, since programs that were away for long still need each root in turn. A look of a clinic's program
during a change finds the state before it or after it: what is pointed to is written first.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from clinic_terminal.contract.editions import FILE, editions_bytes
from clinic_terminal.domain.edition import Edition, EditionPackage

ROLES: Final = ("root", "targets", "snapshot", "timestamp")
_LOCKED: Final = frozenset({"root", "targets"})
"""The keys that a passphrase locks; snapshot and timestamp are signed anew by a job without a person."""


@dataclass(frozen=True, slots=True)
class Lives:
    """How many days a signature of each role holds."""

    root: int = 365
    targets: int = 180
    snapshot: int = 30
    timestamp: int = 7

    def end(self, role: str, now: datetime) -> datetime:
        """Return when a signature of today ends, in whole seconds."""
        days: int = getattr(self, role)
        return (now + timedelta(days=days)).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Keys:
    """A folder of private keys, ``role-1.pem`` and so on. ``threshold``: how many roots have to sign."""

    folder: Path
    passphrase: bytes | None = None
    threshold: int = 2

    def make(self, root_keys: int = 3) -> None:
        """Make the keys of all roles, readable by their owner alone; raises FileExistsError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for role in ROLES:
            for number in range(1, (root_keys if role == "root" else 1) + 1):
                self._make_one(role, number)

    def signers(self, role: str) -> list[CryptoSigner]:
        """Return what signs for a role; a root key that lies elsewhere (as it should) is passed over."""
        files = sorted(self.folder.glob(f"{role}-*.pem"))
        return [CryptoSigner(_loaded(file.read_bytes(), self.passphrase)) for file in files]

    def _make_one(self, role: str, number: int) -> None:
        locked = self.passphrase is not None and role in _LOCKED
        encryption = (
            serialization.BestAvailableEncryption(self.passphrase)
            if locked and self.passphrase
            else serialization.NoEncryption()
        )
        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
        )
        file = self.folder / f"{role}-{number}.pem"
        file.touch(mode=0o600, exist_ok=False)
        file.write_bytes(pem)


@dataclass(frozen=True, slots=True)
class Site:
    """The folder that a web server gives out; ``now`` is the time of signing."""

    folder: Path
    now: datetime
    lives: Lives = Lives()

    def begin(self, keys: Keys) -> Path:
        """Begin a site without an edition and return its root file, which the program is to ship."""
        root = Root(expires=self.lives.end("root", self.now), consistent_snapshot=True)
        self._name_keys(root, keys)
        file = self._write(f"{root.version}.root.json", _signed(root, keys.signers("root")))
        targets = Targets(expires=self.lives.end("targets", self.now))
        snapshot = Snapshot(expires=self.lives.end("snapshot", self.now))
        timestamp = Timestamp(expires=self.lives.end("timestamp", self.now))
        self._write_all(keys, targets, snapshot, timestamp)
        return file

    def publish(self, keys: Keys, edition: Edition) -> None:
        """Tell of an edition; the one before is not told of any more. Raises EditionsFileError."""
        content = editions_bytes(edition)
        target = TargetFile.from_data(FILE, content, ["sha256"])
        self._put("targets", f"{target.hashes['sha256']}.{FILE}", content)
        targets, snapshot, timestamp = self._newest()
        targets.targets = {FILE: target}
        targets.version += 1
        targets.expires = self.lives.end("targets", self.now)
        self._sign_on(keys, targets, snapshot, timestamp)

    def renew(self, keys: Keys) -> None:
        """Sign snapshot and timestamp anew before they end; meant for a job of every day."""
        self._sign_on(keys, *self._newest())

    def renew_all(self, keys: Keys) -> None:
        """Sign everything anew, the root by as many of its own keys as are there."""
        root = self.root()
        root.version += 1
        root.expires = self.lives.end("root", self.now)
        self._write(f"{root.version}.root.json", _signed(root, keys.signers("root")))
        self._sign_targets_on(keys)

    def rotate(self, old: Keys, new: Keys) -> None:
        """Go over to new keys for all roles: signed by enough of the old roots and of the new."""
        before = self.root()
        root = Root(
            version=before.version + 1,
            expires=self.lives.end("root", self.now),
            consistent_snapshot=True,
        )
        self._name_keys(root, new)
        signers = {signer.public_key.keyid: signer for keys in (old, new) for signer in keys.signers("root")}
        self._write(f"{root.version}.root.json", _signed(root, list(signers.values())))
        self._sign_targets_on(new)

    def root(self) -> Root:
        """Return the newest root."""
        files = (self.folder / "metadata").glob("*.root.json")
        newest = max(files, key=lambda file: int(file.name.split(".")[0]))
        return Metadata[Root].from_bytes(newest.read_bytes()).signed

    def _newest(self) -> tuple[Targets, Snapshot, Timestamp]:
        timestamp = Metadata[Timestamp].from_bytes(self._read("timestamp.json")).signed
        number = timestamp.snapshot_meta.version
        snapshot = Metadata[Snapshot].from_bytes(self._read(f"{number}.snapshot.json")).signed
        number = snapshot.meta["targets.json"].version
        targets = Metadata[Targets].from_bytes(self._read(f"{number}.targets.json")).signed
        return targets, snapshot, timestamp

    def _sign_targets_on(self, keys: Keys) -> None:
        targets, snapshot, timestamp = self._newest()
        targets.version += 1
        targets.expires = self.lives.end("targets", self.now)
        self._sign_on(keys, targets, snapshot, timestamp)

    def _sign_on(self, keys: Keys, targets: Targets, snapshot: Snapshot, timestamp: Timestamp) -> None:
        """Write the next snapshot and timestamp, and the targets where they are new."""
        snapshot.version += 1
        snapshot.expires = self.lives.end("snapshot", self.now)
        timestamp.version += 1
        timestamp.expires = self.lives.end("timestamp", self.now)
        self._write_all(keys, targets, snapshot, timestamp)

    def _write_all(self, keys: Keys, targets: Targets, snapshot: Snapshot, timestamp: Timestamp) -> None:
        snapshot.meta["targets.json"] = MetaFile(targets.version)
        timestamp.snapshot_meta = MetaFile(snapshot.version)
        name = f"{targets.version}.targets.json"
        if not (self.folder / "metadata" / name).exists():
            self._write(name, _signed(targets, keys.signers("targets")))
        self._write(f"{snapshot.version}.snapshot.json", _signed(snapshot, keys.signers("snapshot")))
        self._write("timestamp.json", _signed(timestamp, keys.signers("timestamp")))

    def _name_keys(self, root: Root, keys: Keys) -> None:
        for role in ROLES:
            for signer in keys.signers(role):
                root.add_key(signer.public_key, role)
        root.roles["root"].threshold = keys.threshold

    def _read(self, name: str) -> bytes:
        return (self.folder / "metadata" / name).read_bytes()

    def _write(self, name: str, held: Metadata[Any]) -> Path:
        return self._put("metadata", name, held.to_bytes())

    def _put(self, place: str, name: str, content: bytes) -> Path:
        file = self.folder / place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{name}.new")
        draft.write_bytes(content)
        return draft.replace(file)


def described(package: Path) -> EditionPackage:
    """Return a package's name, size and digest."""
    with package.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return EditionPackage(package.name, package.stat().st_size, digest)


def with_packages(edition: Edition, packages: list[Path]) -> Edition:
    """Return the edition with its packages described."""
    return replace(edition, packages=tuple(described(one) for one in packages))


def _signed(signed: Any, signers: list[CryptoSigner]) -> Metadata[Any]:  # noqa: ANN401  any role's metadata
    held: Metadata[Any] = Metadata(signed)
    for signer in signers:
        held.sign(signer, append=True)
    return held


def _loaded(pem: bytes, passphrase: bytes | None) -> Any:  # noqa: ANN401  the library names a union of keys
    try:
        return serialization.load_pem_private_key(pem, None)
    except TypeError:  # the library's word for a key that is locked
        return serialization.load_pem_private_key(pem, passphrase)
