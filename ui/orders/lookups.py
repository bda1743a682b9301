"""Searches for the fields of an order, asked off the GUI thread; and choices between app and widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.queries import lookups
from app.queries.order_details import NONE, Choice, LineFields
from ui.jobs import Jobs
from ui.widgets.lookup import Choice as Shown
from ui.widgets.lookup import Search


def shown(choice: Choice) -> Shown | None:
    """A choice of the app as a widget shows it."""
    return Shown(choice.id, choice.name) if choice else None


def taken(value: object) -> Choice:
    """What a widget gives, as the app wants it."""
    if isinstance(value, Shown) and isinstance(value.value, int):
        return Choice(value.value, value.text)
    return NONE


class Searches:
    """Makes the search of each kind; those of parts ask for the customer of the moment.

    Attributes:
        rows: the rows last found by kind and id, with prices and defaults that a choice does not carry.
        project_id: asks for the project of the moment; 0 for none.
    """

    def __init__(self, jobs: Jobs, owner: QObject, customer: Callable[[], int]) -> None:
        self._jobs, self._owner, self._customer = jobs, owner, customer
        self.items: dict[int, lookups.ItemLookupRow] = {}
        self.agreements: dict[int, lookups.AgreementLookupRow] = {}
        self.project_id: Callable[[], int] = lambda: 0

    def customers(self) -> Search:
        """Customers."""
        return self._search(lookups.find_customers)

    def sites(self) -> Search:
        """Sites of the customer."""
        return self._search(lookups.find_sites, is_customers=True)

    def contacts(self) -> Search:
        """People of the customer."""
        return self._search(lookups.find_contacts, is_customers=True)

    def objects(self) -> Search:
        """Service objects of the customer."""
        return self._search(lookups.find_objects, is_customers=True)

    def technicians(self) -> Search:
        """Technicians with a lane."""
        return self._search(lookups.find_technicians)

    def projects(self) -> Search:
        """Projects of the customer, and those of nobody."""
        return self._search(lookups.find_projects, is_customers=True)

    def tasks(self) -> Search:
        """Service tasks."""
        return self._search(lookups.find_tasks)

    def categories(self, line: Callable[[], LineFields]) -> Search:
        """Categories for a line of the moment: of its type, for its technician where the company filters."""

        def search(text: str, answer: Callable[[Sequence[Shown]], None]) -> None:
            fields = line()
            asked = partial(
                lookups.find_categories,
                type=fields.type,
                technician_id=fields.technician.id,
                project_id=self.project_id(),
            )
            self._search(asked)(text, answer)

        return search

    def find_items(self) -> Search:
        """Items, whose prices are kept for the line that takes one."""
        return self._search(lookups.find_items, keep=self.items)

    def find_agreements(self) -> Search:
        """Agreements of the customer, whose site and technician are kept for the order that takes one."""
        return self._search(lookups.find_agreements, is_customers=True, keep=self.agreements)

    def _search(
        self,
        query: Callable[..., Any],  # any lookup
        *,
        is_customers: bool = False,
        keep: dict[int, Any] | None = None,  # rows of that lookup
    ) -> Search:
        def search(text: str, answer: Callable[[Sequence[Shown]], None]) -> None:
            def done(rows: Sequence[Any]) -> None:  # rows of that lookup
                if keep is not None:
                    keep.update({row.id: row for row in rows})
                answer([Shown(row.id, row.name, row.detail) for row in rows])

            asked = partial(query, customer_id=self._customer()) if is_customers else query
            self._jobs.read(asked, text, done=done, owner=self._owner)

        return search
