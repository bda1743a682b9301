"""Travel between all sites of the company, for the board and whoever measures routes."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.company import Company
from models.customers import Site
from models.distances import Travel
from models.travel import TravelTime

_CHUNK = 5000


def travel(session: Session) -> Travel:
    """Coordinates and measured times of all sites, with the company's estimates; in three statements."""
    company, site, measured = Company.__table__.c, Site.__table__.c, TravelTime.__table__.c
    factor, speed = session.execute(select(company.travel_factor, company.travel_speed)).one()
    sites = _columns(session, site.id, site.latitude, site.longitude)
    legs = _columns(
        session,
        measured.from_site_id,
        measured.to_site_id,
        measured.minutes,
        measured.kilometres,
    )
    return Travel(
        site_ids=np.array(sites[0], dtype=np.int64),
        latitudes=np.array(sites[1], dtype=np.float64),
        longitudes=np.array(sites[2], dtype=np.float64),
        from_ids=np.array(legs[0], dtype=np.int64),
        to_ids=np.array(legs[1], dtype=np.int64),
        minutes=np.array(legs[2], dtype=np.float64),
        kilometres=np.array(legs[3], dtype=np.float64),
        factor=factor,
        speed_kmh=speed,
    )


def _columns(session: Session, *columns: ColumnElement[Any]) -> list[list[Any]]:  # numbers of two kinds
    """Rows of one table as lists; fetched in chunks, so that the window stays awake."""
    found: list[list[Any]] = [[] for _column in columns]
    for rows in session.execute(select(*columns)).partitions(_CHUNK):
        for column, values in zip(found, zip(*rows, strict=True), strict=True):
            column.extend(values)
    return found
