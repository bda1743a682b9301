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
    "service_levels": (
        "code,name,days,hours,minutes,calendar,suspended,warning_percent",
        "L1,Snel,1,2,30,WORK,yes,70",
    ),
    "agreement_groups": ("code,name,service_level", "G1,Premium,L1"),
    "company": (
        "name,address,phone,email,language,time_zone,currency,calendar,travel_factor,travel_speed,order_prefix,"
        "agreement_group,allow_without_agreement,one_item_many_objects,reason_on_clock_cancel,"
        "reason_on_exceeding,generated_get_level,move_off_closed,clock_warning_percent,daily_minutes,"
        "split_rule,validation,"
        "hour_journal,expense_journal,item_journal,fee_journal",
        '"Koel, B.V.","Kade 1\nZwolle",+31 38 1,a@b.nl,nl,Europe/Amsterdam,EUR,WORK,1.25,55.5,SO-,'
        "G1,no,no,yes,yes,no,yes,75,540,fill_gaps,lookup,UREN,KOSTEN,ARTIKELEN,VAST",
    ),
    "rule_settings": ("rule,strictness,asks_reason", "shift,off,no", "travel,soft,yes"),
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
        "code,name,team,home_site,shift_start,shift_end,work_days,skills,email,phone,active,daily_minutes",
        "T1,Anna,N,S2,07:00,15:30,mon;fri,GAS;A\\;B,t@t.nl,06-1,yes,420",
        "T2,Bert,,,22:00,06:00,,,,,no,",
    ),
    "absences": ("technician,starts,ends,reason", "T1,2026-11-23T12:00,2026-11-24,Verlof"),
    "certificates": ("technician,skill,valid_until", "T1,GAS,2027-03-31"),
    "day_locks": ("technician,date,reason", "T1,2026-11-25,Inventaris", "T2,2026-11-25,"),
    "exclusions": ("customer,technician,reason", "C1,T2,Klacht", "C2,T1,"),
    "items": ("code,name,unit,cost_price,sales_price,currency", "I1,Filter,pcs,8,12.5,", "I2,Yen,,100,,JPY"),
    "projects": ("code,name,customer,type", "P1,Onderhoud,C1,fixed_price", "P2,Eigen werk,,internal"),
    "categories": (
        "code,name,type,account,active",
        "REIS,Reizen,expense,4100,no",
        "UUR,Uren,hour,8000,yes",
    ),
    "category_uses": ("category,technician,project", "UUR,T1,P1", "UUR,,P2"),
    "prices": (
        "kind,type,starts,technician,category,project,customer,item,amount,currency",
        "sales,hour,2026-01-01,T1,UUR,P1,C1,,75.5,",
        "sales,item,2026-01-01,,,,,I2,1200,JPY",
        "cost,hour,2026-01-01,,,,,,31.25,EUR",
    ),
    "service_objects": (
        "code,name,group,item,serial_number,customer,site,parent,installed,warranty_until,note",
        "O1,Compressor,Koeling,I1,88-1,C1,S1,O2,2020-05-01,2027-05-01,Achterin",
        "O2,Koelcel,,,,C1,S1,,,,",
    ),
    "service_tasks": ("code,name,internal_note,external_note", "K1,Inspectie,Intern,Extern"),
    "intervals": ("code,unit,every", "Q,quarter,2"),
    "time_windows": ("code,method,days_before,days_after", "W,week,1,2"),
    "template_groups": ("code,name,parent", "KOUD,Koeling,TECH", "TECH,Techniek,"),
    "stages": (
        "code,name,parent,modify,delete,cancel,post,reason,stop_time_recording,position,colour,roles",
        "extra,Extra,later,yes,no,no,yes,yes,yes,7,#aabbcc,owner;planner",
        "later,Later,planning,no,yes,no,no,no,no,6,,",
    ),
    "stage_steps": ("from,to", "extra,planning"),
    "reasons": ("code,name", "R1,Klant belt af"),
    "repair_conditions": ("code,name", "KOUD,Bij kou"),
    "symptom_areas": ("code,name", "GELUID,Geluid", "WATER,Water"),
    "symptoms": ("area,code,name", "GELUID,1,Bromt", "WATER,1,Lekt"),
    "diagnosis_areas": ("code,name", "MOTOR,Motor"),
    "diagnoses": ("area,code,name", "MOTOR,7,Lager versleten"),
    "resolutions": ("code,name", "NIEUW,Vervangen"),
    "repair_stages": ("code,name,finished,position", "klaar,Klaar,yes,9"),
    "agreements": (
        "code,name,customer,group,starts,ends,suspended,combine,template,service_level,preferred_technician,"
        "site,template_group,project,responsible,contact,renewal_of",
        "A1,Onderhoud,C1,G1,2026-01-01,2026-12-31,yes,task,no,L1,T1,S1,,P1,T2,R. Koster,A0",
        "A0,Vorig jaar,C1,G1,2025-01-01,2025-12-31,,,,,,,,,,,",
        "SJABLOON,Koelcel,C1,G1,2026-01-01,,,,yes,,,,KOUD,,,,",
    ),
    "agreement_objects": ("agreement,object,reference", "A1,O1,Nummer 3", "A1,O2,"),
    "agreement_tasks": ("agreement,task,internal_note,external_note", "A1,K1,Let op,Beste klant"),
    "agreement_lines": (
        "agreement,line,type,description,interval,time_window,starts,ends,stopped,object,task,technician,item,"
        "quantity,cost_price,sales_price,earliest_start,latest_start,site,category,item_setup,"
        "duration_minutes,note,series_from",
        "A1,10,item,Filter,Q,W,2026-02-01,2026-11-30,yes,O1,K1,T1,I1,1.125,-0.5,12.05,07:00,09:00,"
        "S1,,requirement,30,Op zolder,2025-02-01",
        "A1,20,hour,Uren,,,,,,,,,,,,,,,,UUR,,,,",
    ),
    "occurrences": (
        "agreement,line,date,moved_to,skipped,note",
        "A1,10,2026-08-01,2026-08-03,no,Vakantie",
        "A1,20,2026-01-01,,yes,",
    ),
    "orders": (
        "number,customer,site,agreement,contact,description,priority,stage,service_date,earliest_start,"
        "latest_start,duration_minutes,split_rule,skills,preferred_technician,service_level,origin,created,"
        "project,responsible,name,one_time_address,caller,caller_phone,calendar_conflict,signed_off_at,"
        "signed_off_by,level_source,clock,clock_started,clock_due,clock_since,clock_recorded,clock_limit",
        "SO-00041,C1,S1,A1,R. Koster,<img src=/etc/passwd>,high,extra,2026-11-23,07:45,08:00,45,"
        'none,GAS,T1,L1,web,2026-11-01T10:00,P1,T2,Storing,"Kade 9\nZwolle",Jan,06-9,yes,2026-11-23T16:00,'
        "Anna,agreement,stopped,2026-11-01T10:00,2026-11-03T10:00,2026-11-02T10:00,86400,172800",
        "X9,C2,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,",
    ),
    "order_objects": ("order,object,reference", "SO-00041,O1,Nummer 3"),
    "order_tasks": ("order,task,internal_note,external_note", "SO-00041,K1,,Klaar"),
    "order_lines": (
        "order,line,type,description,object,task,technician,item,quantity,cost_price,sales_price,"
        "agreement_line,calculated_date,starts_after,ends_before,status,signed_off,signed_off_at,"
        "signed_off_by,range_from,range_to,executed,started,ended,category,currency,cost_source,sales_source,"
        "cost_note,price_note,note,origin",
        "SO-00041,1,hour,Reparatie,O1,K1,T1,I1,0.75,1,2.5,20,2026-11-22,07:00,12:00,posted,yes,"
        "2026-11-23T16:00,Anna,2026-11-16,2026-11-29,2026-11-23,2026-11-23T08:00,2026-11-23T08:45,UUR,EUR,"
        "list,typed,kostprijs,,Op zolder,system",
    ),
    "item_requirements": (
        "order,line,item,quantity,delivered,needed,status,description,object,cost_price,sales_price,"
        "agreement_line,calculated_date",
        "SO-00041,1,I1,2.5,1,2026-11-22,ordered,Filter,O1,8,12.5,10,2026-11-01",
    ),
    "repair_lines": (
        "order,line,title,object,condition,symptom_area,symptom,diagnosis_area,diagnosis,resolution,stage,"
        "technician,note,created,finished",
        "SO-00041,1,Bromt,O1,KOUD,GELUID,1,MOTOR,7,NIEUW,klaar,T1,Gauw,2026-11-23T08:00,2026-11-23T08:40",
        "SO-00041,2,Lekt ook,,,WATER,,,,,reported,,,,",
    ),
    "stage_log": (
        "order,entered,stage,by,kind,reason,note,left",
        "SO-00041,2026-11-01T10:00,planning,Petra,stage_change,,,2026-11-23T16:00",
        "SO-00041,2026-11-23T16:00,extra,Anna,stage_change,R1,Gedaan,",
        "SO-00041,2026-11-23T16:00,extra,Anna,close,R1,Gestopt,",
    ),
    "clock_events": (
        "order,made,at,action,by,recorded,reason,note",
        "SO-00041,2026-11-01T10:00,2026-11-01T10:00,start,Petra,0,,",
        "SO-00041,2026-11-02T11:00,2026-11-02T10:00,stop,Anna,86400,R1,Later gezegd",
    ),
    "postings": (
        "order,line,turn,voucher,journal,type,customer,date,posted,by,quantity,currency,cost_price,sales_price,"
        "cost_amount,sales_amount,agreement,project,category,technician,item,order_number,line_number,"
        "customer_code,agreement_code,project_code,category_code,account,technician_code,item_code,unit,"
        "description,note",
        *(
            f"SO-00041,1,{turn},{voucher},UREN,hour,C1,2026-11-23,2026-11-23T16:05,Petra,{sign}0.75,EUR,1,2.5,"
            f"{sign}0.75,{sign}1.88,A1,P1,UUR,T1,I1,SO-00041,1,C1,A1,P1,UUR,8000,T1,I1,pcs,Reparatie,{note}"
            for turn, voucher, sign, note in (
                (2, 43, "", ""),
                (-1, 42, "-", "Verkeerd uur"),
                (1, 41, "", ""),
            )
        ),
    ),
    "visits": (
        "order,technician,starts,ends,status,lock,overlap_reason,override_reason,crew",
        "SO-00041,T1,2026-11-23T08:00,2026-11-23T09:00,sent,both,,,",
        "SO-00041,T1,2026-11-23T08:00,2026-11-23T09:00,cancelled,,,,",
        "X9,T1,2026-11-23T07:30+00:00,2026-11-23T10:00,planned,time,meekijken,Klant wil Anna,5",
        "X9,T2,2026-11-22T23:00,2026-11-23T01:00,planned,,,,7",
        "X9,T2,2026-11-23T08:30,2026-11-23T10:00,planned,,,,5",
        "X9,T1,2026-11-22T23:00,2026-11-23T01:00,planned,,,,7",
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
