"""The tables that the menu offers, each with its title."""

from __future__ import annotations

from resources.texts import N_

TABLES = (
    ("team", N_("&Teams…")),
    ("skill", N_("&Skills…")),
    ("item", N_("&Items…")),
    ("service_task", N_("Service tas&ks…")),
    ("service_level", N_("Service &levels…")),
    ("calendar", N_("C&alendars…")),
    ("stage", N_("Sta&ges…")),
    ("reason", N_("&Reasons…")),
    ("agreement_group", N_("Agreement gr&oups…")),
    ("template_group", N_("Tem&plate groups…")),
    ("service_interval", N_("Inter&vals…")),
    ("time_window", N_("Time &windows…")),
)
"""Name in `app.queries.masters.KINDS` and title, in the order of the menu."""

REPAIRS = (
    ("repair_condition", N_("&Conditions…")),
    ("symptom_area", N_("&Symptoms…")),
    ("diagnosis_area", N_("&Diagnoses…")),
    ("resolution", N_("&Resolutions…")),
    ("repair_stage", N_("Repair s&tages…")),
)
MONEY = (
    ("price", N_("&Price list…")),
    ("category", N_("&Categories…")),
    ("project", N_("P&rojects…")),
)
GROUPS = ((N_("Re&pairs"), REPAIRS), (N_("Prices and &posting"), MONEY))
"""Menus within the menu: title and tables."""
TITLES = dict((*TABLES, *REPAIRS, *MONEY))
"""Title of every table."""

PARTS = {
    "calendar": (("calendar", N_("Calendars")), ("closed_day", N_("Closed days"))),
    "category": (("category", N_("Categories")), ("category_use", N_("Meant for"))),
    "symptom_area": (("symptom_area", N_("Areas")), ("symptom", N_("Symptoms"))),
    "diagnosis_area": (("diagnosis_area", N_("Areas")), ("diagnosis", N_("Diagnoses"))),
}
"""Tables that are edited beside one another, each on a tab with a title."""

EMPTY = {
    "team": N_("There are no teams yet; the board groups its lanes by team."),
    "skill": N_("There are no skills yet; orders ask for skills and technicians have them."),
    "item": N_("There are no items yet; lines of orders name what is used and charged."),
    "service_task": N_("There are no service tasks yet; they say what is done at a visit."),
    "service_level": N_("There are no service levels yet; they say how soon an order is completed."),
    "calendar": N_("There are no calendars yet; without one no day is closed."),
    "closed_day": N_("No day is closed yet besides those that are not open days."),
    "stage": N_("There are no stages yet; an order begins in the first one."),
    "reason": N_("There are no reasons yet; some stages ask for one."),
    "agreement_group": N_("There are no agreement groups yet; every agreement is in one."),
    "template_group": N_("There are no template groups yet; templates are kept in a tree of them."),
    "service_interval": N_("There are no intervals yet; they say how often a line falls due."),
    "time_window": N_("There are no time windows yet; they say how far a visit may move."),
    "price": N_("There are no prices yet; without one a line has its item's price, or the one typed."),
    "category": N_("There are no categories yet; prices and ledger accounts follow them."),
    "category_use": N_("Every category is for everybody until it is meant for a technician or project."),
    "project": N_("There are no projects yet; orders can be posted to their agreement as well."),
    "repair_condition": N_("There are no conditions yet; they say under which circumstances it happens."),
    "symptom_area": N_("There are no symptom areas yet; every symptom is in one."),
    "symptom": N_("There are no symptoms yet; they say what the customer notices."),
    "diagnosis_area": N_("There are no diagnosis areas yet; every diagnosis is in one."),
    "diagnosis": N_("There are no diagnoses yet; they say what the technician found."),
    "resolution": N_("There are no resolutions yet; they say what was done about it."),
    "repair_stage": N_("There are no repair stages yet; one that is finished closes a repair."),
}
"""What is said where a table has no rows."""
