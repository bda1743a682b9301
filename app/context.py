"""Context: settings, database, clock and user, built once; the only place that commits."""

from __future__ import annotations

import getpass
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, joinedload

import models.all  # noqa: F401 - every mapped class, before any thread asks for one and others still load
from app.changes import Changes, last_number
from app.database import Database, may_try_again, parse
from app.schema import open_database
from app.settings import Settings
from app.work import Signature, Work
from models.errors import Conflict, Expected, Unavailable
from models.users import Role, User

P = ParamSpec("P")
Answer = TypeVar("Answer")
Clock = Callable[[], datetime]
_TRIES = 4


def wall_clock() -> datetime:
    """This instant, aware, in UTC: the one place that asks the machine for it."""
    return datetime.now(UTC)


class Unheard(Unavailable):
    """The database went away amid a commit: whether it stands is not known, and `Context.settle` asks later.

    Attributes:
        transaction: its number in PostgreSQL.
        answer, changes: what the write answers if it stands.
    """

    def __init__(self, error: Unavailable, *, transaction: int, answer: Any, changes: Changes) -> None:
        """Say what the error says; the answer is the use case's own."""
        super().__init__(error.sentence, remedy=error.remedy)
        self.transaction, self.answer, self.changes = transaction, answer, changes


class Context:
    """Everything a window or a command needs to ask for use cases and queries.

    Attributes:
        settings: of the program.
        database: where the data are.
        clock: asks the time; tests give a fixed one.
        user: who is signed in.
        origin: names this program in the change feed.
        opened_after: number of the newest change when it was opened; a feed starts from there, so that
            nothing is missed between the first reading and the start of the feed.
    """

    def __init__(self, settings: Settings, *, clock: Clock = wall_clock) -> None:
        """Open the database and sign in.

        Raises:
            Refused, Unavailable: as `app.schema.open_database`.
        """
        self.settings = settings
        self.clock = clock
        self.origin = str(uuid.uuid4())
        self.database = Database(parse(settings.url))
        try:
            open_database(self.database, now=clock())
            self.opened_after = self.read(last_number)
            self.user = self._sign_in()
        except Expected:
            self.database.close()
            raise

    def run(
        self, usecase: Callable[Concatenate[Work, P], Answer], /, *args: P.args, **kwargs: P.kwargs
    ) -> tuple[Answer, Changes]:
        """Run one use case in one transaction.

        Where PostgreSQL undoes it because of a deadlock, or somebody slipped in between its reading and its
        writing, it runs again, up to three times more; what a person saw is compared anew and names whoever
        was first. So a use case touches nothing but its `Work`, and takes no iterator that can be spent.

        Returns:
            its answer, and what changed.

        Raises:
            Refused, Conflict, Unavailable: nothing was written.
            Unheard: perhaps it was; the database went away before it could say.
        """
        for _try in range(_TRIES - 1):
            try:
                return self._once(usecase, *args, **kwargs)
            except (Unavailable, Conflict) as error:
                if not may_try_again(error.__cause__):
                    raise
        return self._once(usecase, *args, **kwargs)

    def settle(self, unheard: Unheard) -> tuple[Any, Changes] | None:  # the use case's own answer
        """What a write answers whose commit was not heard of; None where it came to nothing.

        Raises:
            Unavailable: it cannot be asked yet, or the server itself is still at it.
        """
        with self.database.reading() as session:
            asked = text("SELECT txid_status(:transaction)")
            status = session.scalar(asked, {"transaction": unheard.transaction})
        if status == "in progress":
            raise Unavailable(unheard.sentence, remedy=unheard.remedy)
        return (unheard.answer, unheard.changes) if status == "committed" else None

    def read(
        self, query: Callable[Concatenate[Session, P], Answer], /, *args: P.args, **kwargs: P.kwargs
    ) -> Answer:
        """Run one query; what it returns holds no database objects."""
        with self.database.reading() as session:
            return query(session, *args, **kwargs)

    def close(self) -> None:
        """Give back the connections."""
        self.database.close()

    def _once(
        self, usecase: Callable[Concatenate[Work, P], Answer], /, *args: P.args, **kwargs: P.kwargs
    ) -> tuple[Answer, Changes]:
        signature = Signature(self.user, self.clock(), self.origin)
        changes: Changes | None = None
        try:
            with self.database.writing() as session:
                work = Work(session, signature)
                answer = usecase(work, *args, **kwargs)
                changes = work.finish()
        except Unavailable as error:
            if changes is None or work.transaction is None:
                raise
            unheard = Unheard(error, transaction=work.transaction, answer=answer, changes=changes)
            if not self._stands(unheard):
                raise
        return answer, changes

    def _stands(self, unheard: Unheard) -> bool:
        """Whether a commit stands of which nothing was heard.

        Raises:
            Unheard: that cannot be asked now.
        """
        try:
            return self.settle(unheard) is not None
        except Unavailable as error:
            raise unheard from error

    def _sign_in(self) -> User:
        """The person's row; whoever comes first owns the database, others plan (domain.md 14)."""
        with self.database.reading() as session:
            login = self._login(session)
            user = _user(session, login)
        if user is not None:
            return user
        with self.database.writing() as session:
            # Two who come at once wait for one another here, and may be one person with two windows.
            roles = session.scalars(select(Role).order_by(Role.id).with_for_update()).all()
            found = _user(session, login)
            if found is not None:
                return found
            first = not session.scalar(select(func.count(User.id)))
            role = next(role for role in roles if role.code == ("owner" if first else "planner"))
            added = User(login=login, name=login, role_id=role.id)
            session.add(added)
            session.flush()
            session.refresh(added, ["role"])
            return added

    def _login(self, session: Session) -> str:
        if self.database.is_sqlite:
            return getpass.getuser()
        return session.scalar(text("SELECT session_user")) or ""


def _user(session: Session, login: str) -> User | None:
    chosen = select(User).where(User.login == login).options(joinedload(User.role))
    return session.scalars(chosen).one_or_none()
