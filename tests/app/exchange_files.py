"""Files in the exchange format for tests: one small company that uses every table and every column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.exchange import csv_files

REAL_DAYS = Path("/work/shared/data/real_days")
"""Real days of technicians' visits, where this machine has them."""

COMPANY: dict[str, Sequence[str]] = {
    "calendars": (
        "code,name,time_zone,holidays_of,open_days,opens,closes",
        "WORK,Werkdagen,Europe/Copenhagen,NL,mon;tue;wed,07:30,16:00",
    ),
    "closed_days": ("calendar,date,reason", "WORK,2026-12-24,Kerstavond"),
    "company": (
        "name,address,phone,email,language,time_zone,currency,calendar,travel_factor,travel_speed,order_prefix",
        '"Koel, B.V.","Kade 1\nZwolle",+31 38 1,a@b.nl,nl,Europe/Amsterdam,EUR,WORK,1.25,55.5,SO-',
    ),
    "customers": ("code,name,language,email,phone", "C1,Bakkerij <b>Smit</b>,nl,c@d.nl,+31 6", "C2,=1+1,,,"),
    "sites": (
        "code,customer,name,street,postal_code,city,country,latitude,longitude,access_notes",
        'S1,C1,Winkel,Kade 2,8011 MC,Zwolle,NL,52.5126,6.0936,"sleutel ""links"", bel\naan"',
        "S2,C2,Loods,,,,,,,",
    ),
    "contacts": ("customer,name,site,email,phone", "C1,R. Koster,S1,r@k.nl,06", "C2,R. Koster,,,"),
    "teams": ("code,name", "N,Noord"),
    "skills": ("code,name", "GAS,Gas 2", "A;B,Twee codes"),
    "technicians": (
        "code,name,team,home_site,shift_start,shift_end,work_days,skills,email,phone,active",
        "T1,Anna,N,S2,07:00,15:30,mon;fri,GAS;A\\;B,t@t.nl,06-1,yes",
        "T2,Bert,,,22:00,06:00,,,,,no",
    ),
    "absences": ("technician,starts,ends,reason", "T1,2026-11-23T12:00,2026-11-24,Verlof"),
    "items": ("code,name,unit,cost_price,sales_price,currency", "I1,Filter,pcs,8,12.5,", "I2,Yen,,100,,JPY"),
    "service_objects": (
        "code,name,group,item,serial_number,customer,site",
        "O1,Compressor,Koeling,I1,88-1,C1,S1",
    ),
    "service_tasks": ("code,name,internal_note,external_note", "K1,Inspectie,Intern,Extern"),
    "service_levels": ("code,name,days,hours,minutes,calendar", "L1,Snel,1,2,30,WORK"),
    "agreement_groups": ("code,name,service_level", "G1,Premium,L1"),
    "intervals": ("code,unit,every", "Q,quarter,2"),
    "time_windows": ("code,method,days_before,days_after", "W,week,1,2"),
    "stages": (
        "code,name,parent,modify,delete,cancel,post,reason,stop_time_recording,position",
        "extra,Extra,later,yes,no,no,yes,yes,yes,7",
        "later,Later,planning,no,yes,no,no,no,no,6",
    ),
    "reasons": ("code,name", "R1,Klant belt af"),
    "agreements": (
        "code,name,customer,group,starts,ends,suspended,combine,template,service_level,preferred_technician,site",
        "A1,Onderhoud,C1,G1,2026-01-01,2026-12-31,yes,task,yes,L1,T1,S1",
    ),
    "agreement_lines": (
        "agreement,line,type,description,interval,time_window,starts,ends,stopped,object,task,technician,item,"
        "quantity,cost_price,sales_price,earliest_start,latest_start",
        "A1,10,item,Filter,Q,W,2026-02-01,2026-11-30,yes,O1,K1,T1,I1,1.125,-0.5,12.05,07:00,09:00",
    ),
    "orders": (
        "number,customer,site,agreement,contact,description,priority,stage,service_date,earliest_start,"
        "latest_start,duration_minutes,skills,preferred_technician,service_level,origin,created",
        "SO-00041,C1,S1,A1,R. Koster,<img src=/etc/passwd>,high,extra,2026-11-23,07:45,08:00,45,"
        "GAS,T1,L1,web,2026-11-01T10:00",
        "X9,C2,,,,,,,,,,,,,,,",
    ),
    "order_lines": (
        "order,line,type,description,object,task,technician,item,quantity,cost_price,sales_price,"
        "calculated_date,starts_after,ends_before,status,signed_off",
        "SO-00041,1,hour,Reparatie,O1,K1,T1,I1,0.75,1,2.5,2026-11-22,07:00,12:00,posted,yes",
    ),
    "visits": (
        "order,technician,starts,ends,status,lock,overlap_reason",
        "SO-00041,T1,2026-11-23T08:00,2026-11-23T09:00,sent,both,",
        "SO-00041,T1,2026-11-23T08:00,2026-11-23T09:00,cancelled,,",
        "X9,T1,2026-11-23T07:30+00:00,2026-11-23T10:00,planned,time,meekijken",
    ),
    "travel": ("from_site,to_site,minutes,kilometres", "S1,S2,20.13,20.4", "S2,S1,0,"),
}


def write_company(folder: Path, tables: dict[str, Sequence[str]] | None = None) -> Path:
    """Write tables, each a header and rows as lines of CSV, to a folder of that name; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in (COMPANY if tables is None else tables).items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, byte by byte."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of an exported table by column."""
    header, *rows = csv_files.read(folder / f"{name}.csv")
    return [dict(zip(header, row, strict=True)) for row in rows]
