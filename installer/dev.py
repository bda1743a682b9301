"""Sets Servicebord up on a fresh machine, runs it and tests it. Needs nothing but Python 3.11 or newer.

    python3 installer/dev.py run [arguments]     set up if need be, then start the program
    python3 installer/dev.py test [arguments]    the whole check; with arguments only pytest, with these
    python3 installer/dev.py check               the whole check on what is installed already
    python3 installer/dev.py bench               the measurements
    python3 installer/dev.py setup               all but start

The system's libraries are looked up by loading them. Missing ones are installed with apt-get as root (or with
sudo, after asking); otherwise the line to type is printed and the exit code is 1. Python packages go into
`.venv`, from lock files with hashes. A second start finds that nothing has changed and loses no time.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 11)

LIBRARIES = {  # what Qt's modules and its X11, Wayland and printing plugins load (Debian's names of both)
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libcups.so.2": "libcups2",
}
FONTS = Path("/usr/share/fonts")


class Stop(Exception):
    """There is no way on; the sentence says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    commands = {"run": run, "test": test, "check": check, "bench": bench, "setup": set_up}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        return commands[arguments[0]](list(arguments[1:]))
    except Stop as reason:
        print(f"servicebord: {reason}", file=sys.stderr)
        return 1


def run(arguments: list[str]) -> int:
    """Start the program; a window needs a screen, a command does not."""
    prepare("run", missing_packages())
    after_options = arguments[2:] if arguments[:1] == ["--database"] else arguments
    wants_window = not after_options
    if sys.platform.startswith("linux") and wants_window and not has_screen():
        raise Stop(
            "there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open."
            " Commands work without one: python3 installer/dev.py run --help"
        )
    return call([BIN / "servicebord", *arguments])


def test(arguments: list[str]) -> int:
    """The whole check, tests last; with arguments only pytest. Installs PostgreSQL and Xvfb if it may."""
    wanted = missing_packages() + missing_test_packages()
    prepare("dev", wanted, optional=missing_test_packages())
    if arguments:
        return call([BIN / "python", "-m", "pytest", *arguments])
    return check([])


def check(arguments: list[str]) -> int:
    """Format, lint, types, import contracts, tests."""
    prepare("dev", missing_packages())
    return call([BIN / "poe", "check", *arguments])


def bench(arguments: list[str]) -> int:
    """The measurements with their ratios."""
    prepare("dev", missing_packages())
    return call([BIN / "poe", "bench", *arguments])


def set_up(arguments: list[str]) -> int:
    """Everything but starting; `setup dev` with what tests need."""
    prepare("dev" if "dev" in arguments else "run", missing_packages())
    print(f"Servicebord is set up. Start it with {BIN / 'servicebord'} or python3 installer/dev.py run.")
    return 0


def prepare(kind: str, packages: list[str], optional: Sequence[str] = ()) -> None:
    """System packages, `.venv` and Python packages of one kind of lock; quick when nothing has changed."""
    if sys.version_info < OLDEST:
        raise Stop(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    if packages:
        install_system_packages(packages, optional)
    if is_current(kind):
        return
    make_venv()
    lock = ROOT / "installer" / f"lock-{kind}.txt"
    print(f"Installing Python packages from {lock.relative_to(ROOT)} …", flush=True)
    if not (install_with_uv(lock) or install_with_pip(lock)):
        raise Stop("the Python packages could not be installed; the messages above say why.")
    own = [
        BIN / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-e",
        ROOT,
    ]
    if call(own):
        raise Stop("the servicebord command could not be installed; the messages above say why.")
    compile_all()
    (VENV / f"stamp-{kind}").write_text(stamp(kind))


# --- what the system has


def missing_packages() -> list[str]:
    """Debian packages of the system libraries that cannot be loaded, of venv, and of any font."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if not any(FONTS.rglob("*.ttf")):
        missing.append("fonts-dejavu-core")  # for signs that the shipped typeface lacks
    if importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return missing


def missing_test_packages() -> list[str]:
    """Debian packages that only tests need: a PostgreSQL to start, an X server and a mouse to move in it."""
    if not sys.platform.startswith("linux"):
        return []
    server = shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    programs = {"xvfb": shutil.which("Xvfb"), "xdotool": shutil.which("xdotool"), "postgresql": server}
    return [package for package, found in programs.items() if not found]


def loads(library: str) -> bool:
    """Can the dynamic linker find it?"""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_screen() -> bool:
    """Does the environment name an X or Wayland display?"""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install_system_packages(packages: list[str], optional: Sequence[str]) -> None:
    """Install with apt-get where we may; else say how, and stop unless only optional ones are missing."""
    line = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if shutil.which("apt-get") and (prefix := privilege(line)) is not None:
        print(f"Installing system packages: {' '.join(packages)}", flush=True)
        quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        call([*quiet, "update"])
        if call([*quiet, "install", "-y", "--no-install-recommends", *packages]) == 0:
            return
        raise Stop(f"apt-get failed; the messages above say why. The line was: {line}")
    needed = [package for package in packages if package not in optional]
    if needed:
        raise Stop(f"system libraries are missing. On Debian or Ubuntu, as root: {line}")
    print(f"Some tests will be skipped. To have them all, as root: {line}")


def privilege(line: str) -> list[str] | None:
    """What to put before apt-get: nothing as root, sudo once the person agreed; None when there is no way."""
    if os.geteuid() == 0:
        return []
    asks = shutil.which("sudo") and sys.stdin.isatty()
    agreed = asks and input(f"Run “sudo {line}”? [y/N] ").strip().lower() in ("y", "yes")
    return ["sudo"] if agreed else None


# --- what .venv has


def stamp(kind: str) -> str:
    """What an installation depends on: the lock, pyproject.toml and the Python that runs it."""
    parts = [ROOT / "installer" / f"lock-{kind}.txt", ROOT / "pyproject.toml"]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts))
    digest.update(f"{sys.version} {sys.base_prefix} {ROOT}".encode())
    return digest.hexdigest()


def is_current(kind: str) -> bool:
    """Was the very same installed before? What tests need is more than what running needs."""
    if not (BIN / "python").exists():
        return False
    known = {"run": ("run", "dev"), "dev": ("dev",)}[kind]
    files = [(each, VENV / f"stamp-{each}") for each in known]
    return any(file.exists() and file.read_text() == stamp(each) for each, file in files)


def make_venv() -> None:
    """Make `.venv`, anew if its Python is another one or gone."""
    config = VENV / "pyvenv.cfg"
    home = re.search(r"^version\s*=\s*(\S+)", config.read_text(), re.MULTILINE) if config.exists() else None
    if (
        home
        and home[1] == sys.version.split()[0]
        and not call([BIN / "python", "-c", "import pip"], quiet=True)
    ):
        return
    print("Making .venv …", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    if call([sys.executable, "-m", "venv", VENV]):
        raise Stop("python3 -m venv failed. On Debian or Ubuntu, as root: apt-get install -y python3-venv")


def install_with_uv(lock: Path) -> bool:
    """The quick way: uv from the same lock, then everything with it. False where that does not work."""
    blocks = re.split(r"\n(?=\S)", lock.read_text())
    wanted = [block for block in blocks if block.startswith("uv==")]
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.txt"
        only_uv.write_text("\n".join(wanted))
        if call(
            [BIN / "python", "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", only_uv]
        ):
            return False
    install = [BIN / "uv", "pip", "install", "-q", "--require-hashes", "--only-binary", ":all:", "-r", lock]
    return call([*install, "--python", BIN / "python"], quiet=True) == 0


def install_with_pip(lock: Path) -> bool:
    """The way that always works where pip does: it reads the machine's own settings for pip."""
    pip = [BIN / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    return call([*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock]) == 0


def compile_all() -> None:
    """Make the bytecode of everything now, so that the first start is as quick as the second."""
    libraries = [*VENV.glob("lib/python*/site-packages"), *VENV.glob("Lib/site-packages")]
    own = [ROOT / name for name in ("app", "models", "reports", "resources", "ui")]
    print("Compiling …", flush=True)
    # a library may carry a file of another Python's, which nobody imports: then it says so and goes on
    call([BIN / "python", "-m", "compileall", "-q", "-j", "0", *libraries, *own], quiet=True)


def call(command: Iterable[object], *, quiet: bool = False) -> int:
    """Run a program in the project's folder; its exit code, 130 if the person stopped it."""
    silence = subprocess.DEVNULL if quiet else None
    environment = {
        name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONHOME")
    }
    environment["PATH"] = os.pathsep.join([str(BIN), environment.get("PATH", os.defpath)])
    words = [str(each) for each in command]
    try:
        return subprocess.run(words, cwd=ROOT, env=environment, stdout=silence, stderr=silence).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
