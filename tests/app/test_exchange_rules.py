"""Rules between rows: what an import refuses, in the sentences of the classes, and what it lets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from app.context import Context
from app.exchange.imports import import_path
from app.settings import Settings
from models.company import Company
from models.relations import AgreementObject, OrderTask
from models.stages import Stage, StageStep
from tests.app.exchange_files import write_company
from tests.builders import an_order
from tests.conftest import Clock

Tables = dict[str, Sequence[str]]
Import = Callable[[Tables], list[str]]


@pytest.fixture
def here(sqlite_url: str, clock: Clock) -> Iterator[Context]:
    """A context on SQLite alone: what is judged is the same for both databases."""
    opened = Context(Settings(database=sqlite_url), clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def lines(here: Context, tmp_path: Path) -> Import:
    """Import tables; the lines of the report."""

    def imported(tables: Tables) -> list[str]:
        return import_path(
            here, write_company(tmp_path / f"in{len(list(tmp_path.iterdir()))}", tables)
        ).lines()

    return imported


CUSTOMERS = {"customers": ("code,name", "C1,Smit", "C2,Vos"), "agreement_groups": ("code,name", "G,Groep")}
AGREEMENTS = {
    **CUSTOMERS,
    "agreements": ("code,name,customer,group,starts,ends", "A1,Onderhoud,C1,G,2011-01-01,2011-12-31"),
}
OBJECTS = {"items": ("code,name", "I1,Filter"), "customers": CUSTOMERS["customers"]}
REPAIRS = {
    **OBJECTS,
    "service_objects": ("code,name,customer", "O2,Koelcel,C2"),
    "symptom_areas": ("code,name", "GELUID,Geluid", "WATER,Water"),
    "symptoms": ("area,code,name", "WATER,LEKT,Lekt"),
    "orders": ("number,customer", "SO-1,C1"),
}

REFUSED: dict[str, tuple[Tables, str]] = {
    "a date before the agreement": (
        {**AGREEMENTS, "orders": ("number,customer,agreement,service_date", "SO-1,C1,A1,2010-12-31")},
        "orders row 2, column service_date: 2010-12-31 lies outside the validity of agreement A1.",
    ),
    "a date after the agreement": (
        {**AGREEMENTS, "orders": ("number,customer,agreement,service_date", "SO-1,C1,A1,2012-01-01")},
        "orders row 2, column service_date: 2012-01-01 lies outside the validity of agreement A1.",
    ),
    "an order of a template": (
        {
            **CUSTOMERS,
            "agreements": ("code,name,customer,group,starts,template", "A1,x,C1,G,2011-01-01,yes"),
            "orders": ("number,customer,agreement", "SO-1,C1,A1"),
        },
        "orders row 2, column agreement: A1 is a template; orders are made from agreements.",
    ),
    "dates of a line outside the header": (
        {**AGREEMENTS, "agreement_lines": ("agreement,line,type,ends", "A1,1,hour,2012-01-01")},
        "agreement_lines row 2, column ends: The dates of line 1 lie outside the validity of agreement A1.",
    ),
    "a project that only counts time": (
        {
            **CUSTOMERS,
            "projects": ("code,name,type", "P1,Uren,time"),
            "agreements": ("code,name,customer,group,starts,project", "A1,x,C1,G,2011-01-01,P1"),
        },
        "agreements row 2, column project: Project P1 only counts time; an agreement needs one that",
    ),
    "a category of another type": (
        {
            **AGREEMENTS,
            "categories": ("code,name,type", "REIS,Reizen,expense"),
            "agreement_lines": ("agreement,line,type,category", "A1,1,hour,REIS"),
        },
        "agreement_lines row 2, column category: Category REIS is for lines of another type.",
    ),
    "template groups in a ring": (
        {"template_groups": ("code,name,parent", "A,Een,B", "B,Twee,A")},
        "template_groups row 2, column parent: A would follow itself.",
    ),
    "an object that is a part of itself": (
        {**OBJECTS, "service_objects": ("code,name,parent", "O1,Lift,O1")},
        "service_objects row 2, column parent: O1 would follow itself.",
    ),
    "an item on two objects": (
        {
            **OBJECTS,
            "company": ("one_item_many_objects", "no"),
            "service_objects": ("code,name,item,serial_number", "O1,Lift,I1,7", "O2,Lift,I1,7"),
        },
        "service_objects row 3, column item: Object O1 is this item with this serial number already.",
    ),
    "a symptom of another area": (
        {**REPAIRS, "repair_lines": ("order,line,symptom_area,symptom", "SO-1,1,GELUID,LEKT")},
        "repair_lines row 2, column symptom: GELUID has no LEKT in symptoms.",
    ),
    "an object of another customer": (
        {**REPAIRS, "repair_lines": ("order,line,title,object", "SO-1,1,Lekt,O2")},
        "repair_lines row 2, column object: “Koelcel” belongs to another customer.",
    ),
    "a part that nobody can charge": (
        {
            **OBJECTS,
            "orders": ("number,customer", "SO-1,C1"),
            "item_requirements": ("order,line,item", "SO-1,1,I1"),
        },
        "item_requirements row 2, column order: Order SO-1 has neither an agreement nor a project.",
    ),
    "a line of an agreement on an order without one": (
        {
            **AGREEMENTS,
            "agreement_lines": ("agreement,line,type", "A1,1,hour"),
            "orders": ("number,customer", "SO-1,C1"),
            "order_lines": ("order,line,type,agreement_line", "SO-1,1,hour,1"),
        },
        "order_lines row 2, column agreement_line: There is nothing here that 1 could be one of the",
    ),
    "an occurrence twice": (
        {
            **AGREEMENTS,
            "agreement_lines": ("agreement,line,type", "A1,1,hour"),
            "orders": ("number,customer,agreement", "SO-1,C1,A1", "SO-2,C1,A1"),
            "order_lines": (
                "order,line,type,agreement_line,calculated_date",
                "SO-1,1,hour,1,2011-02-01",
                "SO-2,1,hour,1,2011-02-01",
            ),
        },
        "order_lines row 3, column calculated_date: This occurrence has its line already, on order SO-1.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_rows_that_do_not_go_together_are_named(lines: Import, case: str) -> None:
    tables, sentence = REFUSED[case]
    found = lines(tables)
    assert found[0].startswith(sentence), found
    assert "nothing was written" in found[-1]


def test_both_ends_of_an_agreement_are_inside(lines: Import) -> None:
    head = "number,customer,agreement,service_date"
    tables = {**AGREEMENTS, "orders": (head, "SO-1,C1,A1,2011-01-01", "SO-2,C1,A1,2011-12-31")}
    assert "orders: 2 created" in lines(tables)


def test_history_of_an_agreement_that_ended_early_is_let_in(lines: Import) -> None:
    head = "number,customer,agreement,service_date"
    tables = {
        **AGREEMENTS,
        "orders": (head, "SO-1,C1,A1,2012-03-01"),
        "order_lines": ("order,line,type,status", "SO-1,1,hour,canceled"),
    }
    assert "orders: 1 created" in lines(tables)


def test_lines_left_behind_keep_an_agreement_s_dates(lines: Import) -> None:
    lines({**AGREEMENTS, "agreement_lines": ("agreement,line,type,starts", "A1,1,hour,2011-02-01")})
    later = {"agreements": ("code,name,customer,group,starts,ends", "A1,x,C1,G,2011-03-01,2011-12-31")}
    sentence = (
        "agreements row 2, column starts: The dates of line 1 lie outside the validity of agreement A1."
    )
    assert lines(later)[0] == sentence
    both = {**later, "agreement_lines": ("agreement,line,type,starts", "A1,1,hour,2011-03-01")}
    assert lines(both) == ["agreements: 1 updated", "agreement_lines: 1 updated"]


def test_what_lines_name_is_related_by_itself(here: Context, lines: Import) -> None:
    tables = {
        **AGREEMENTS,
        "service_objects": ("code,name", "O1,Lift"),
        "service_tasks": ("code,name", "K1,Keuring"),
        "agreement_lines": ("agreement,line,type,object", "A1,1,hour,O1", "A1,2,hour,O1"),
        "orders": ("number,customer", "SO-1,C1"),
        "order_lines": ("order,line,type,task", "SO-1,1,hour,K1"),
    }
    lines(tables)
    assert len(here.read(lambda session: session.scalars(select(AgreementObject)).all())) == 1
    assert len(here.read(lambda session: session.scalars(select(OrderTask)).all())) == 1
    assert all(line.endswith("unchanged") for line in lines(tables))


TREE = (
    "code,name,parent",
    "plan,Planning,",
    "werk,In uitvoering,plan",
    "klaar,Klaar,werk",
    "weg,Vervallen,plan",
)


def test_a_tree_of_stages_takes_the_place_of_the_shipped_one(here: Context, lines: Import) -> None:
    """The original's tree (domain.md 6.1): the shipped stages and their ways go."""
    assert lines({"stages": TREE}) == ["stages: 4 created"]
    codes = here.read(lambda session: session.scalars(select(Stage.code).order_by(Stage.position)).all())
    assert codes == ["plan", "werk", "klaar", "weg"]
    assert here.read(lambda session: session.scalars(select(StageStep)).all()) == []
    assert lines({"stages": TREE}) == ["stages: 4 unchanged"]


def test_a_tree_that_builds_on_shipped_stages_keeps_them(here: Context, lines: Import) -> None:
    lines({"stages": ("code,name,parent", "start,Start,", "in_process,Bezig,start", "eind,Eind,in_process")})
    stages = here.read(lambda session: session.scalars(select(Stage)).all())
    parents = {stage.code: stage.parent_id for stage in stages}
    assert set(parents) == {"start", "in_process", "eind"}
    assert [code for code, parent in parents.items() if parent is None] == ["start"]


def test_a_second_first_stage_is_refused_once_there_are_orders(here: Context, lines: Import) -> None:
    here.run(an_order)
    found = lines({"stages": TREE})
    assert found[0] == (
        "stages row 2, column parent: Planning is a second first stage; say which one it follows."
    )


def test_two_first_stages_of_one_file_are_refused(lines: Import) -> None:
    found = lines({"stages": ("code,name,parent", "plan,Planning,", "ook,Ook een,")})
    assert (
        found[0] == "stages row 3, column parent: Ook een is a second first stage; say which one it follows."
    )


def test_a_stage_keeps_its_place_once_there_are_orders(here: Context, lines: Import) -> None:
    here.run(an_order)
    found = lines({"stages": ("code,name,parent", "finished,Finished,planning")})
    assert found[0] == "stages row 2, column parent: A stage keeps the stage it follows."


def test_a_stage_for_roles_that_are_not_here_is_refused(lines: Import) -> None:
    found = lines({"stages": ("code,name,parent,roles", "extra,Extra,planning,chef")})
    assert found[0] == "stages row 2, column roles: There is no chef in roles."


POSTED = {
    "customers": ("code,name", "C1,Smit"),
    "orders": ("number,customer", "SO-1,C1"),
    "order_lines": ("order,line,type,status", "SO-1,1,hour,posted", "SO-1,2,hour,posted"),
    "postings": (
        "order,line,voucher,journal,type,customer,date,posted,quantity,currency",
        "SO-1,1,7,UREN,hour,C1,2026-11-23,2026-11-23T16:05,1,EUR",
    ),
}


def test_a_posting_is_imported_once_and_never_changes(here: Context, lines: Import) -> None:
    assert "postings: 1 created" in lines(POSTED)
    assert here.read(lambda session: session.scalars(select(Company.next_voucher)).one()) == 8
    assert "postings: 1 unchanged" in lines(POSTED)
    head, row = POSTED["postings"]
    found = lines({"postings": (head, row.replace(",1,EUR", ",2,EUR"))})
    assert found[0] == "postings row 2, column quantity: A posting never changes; reverse it instead."


def test_postings_come_whole_into_a_database_without_others(lines: Import) -> None:
    lines(POSTED)
    head, row = POSTED["postings"]
    found = lines({"postings": (head, row.replace("SO-1,1,7", "SO-1,2,8"))})
    assert found[0].startswith("postings row 2, column line: Postings are imported only into a database that")
    assert "postings: 1 created, 1 unchanged" in lines(
        {"postings": (head, row, row.replace("SO-1,1,7", "SO-1,2,8"))}
    )
