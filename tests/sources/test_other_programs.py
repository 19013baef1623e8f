"""Files of MPX, Planner, GanttProject and Microsoft Access, and ends that are not read."""

from pathlib import Path

import pytest

from depgraph import load as load_plan
from depgraph.errors import LoadError
from depgraph.plans.loading import load
from depgraph.sources.schedule_links import report_lost
from depgraph.sources.scheduling_files import NoScheduleError, kind_of

MPX = """MPX,Microsoft Project for Windows,4.0,ANSI
10,$,1,2,",",.
11,1,0,1,8.00,40.00,,,0,0
12,1,0,480,/,:,am,pm,20,20
20,Standard,0,1,1,1,1,1,0
25,2,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,3,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,4,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,5,08:00 am,12:00 pm,01:00 pm,05:00 pm
25,6,08:00 am,12:00 pm,01:00 pm,05:00 pm
30,Project1,,,Standard,01/01/2024,,0,01/01/2024
60,Name,WBS,Outline Level,Duration,Remaining Duration,Start,Finish,Predecessors,Milestone,ID,U
61,1,2,3,40,43,50,51,70,81,90,98
70,Ready f\xfcr it,1,1,0d,0d,01/01/2024,01/01/2024,,Yes,1,1
70,Work,2,1,5d,5d,01/01/2024,05/01/2024,1,No,2,2
70,Done,3,1,0d,0d,05/01/2024,05/01/2024,2,Yes,3,3
"""
DAYS = 'mon="0" tue="0" wed="0" thu="0" fri="0" sat="1" sun="1"'
PLANNER = f"""<?xml version="1.0"?>
<project mrproject-version="2" name="P" project-start="20240101T080000Z" calendar="1">
  <calendars>
    <day-types><day-type id="0" name="W"/><day-type id="1" name="N"/></day-types>
    <calendar name="Standard" id="1"><default-week {DAYS}/>
      <overridden-day-types><overridden-day-type id="0"><interval start="0800" end="1200"/>
        <interval start="1300" end="1700"/></overridden-day-type></overridden-day-types><days/>
    </calendar>
  </calendars>
  <tasks>
    <task id="1" name="Ready f\xfcr it" start="20240101T000000Z" end="20240101T080000Z"
      work-start="20240101T080000Z" work="0" type="milestone" scheduling="fixed-work"/>
    <task id="2" name="Work" start="20240101T000000Z" end="20240105T170000Z"
      work-start="20240101T080000Z" work="144000" type="normal" scheduling="fixed-work">
      <predecessors><predecessor id="1" predecessor-id="1" type="FS" lag="0"/></predecessors></task>
    <task id="3" name="Done" start="20240105T000000Z" end="20240105T170000Z"
      work-start="20240105T170000Z" work="0" type="milestone" scheduling="fixed-work">
      <predecessors><predecessor id="1" predecessor-id="2" type="FS" lag="0"/></predecessors></task>
  </tasks>
</project>
"""
GAN = """<?xml version="1.0" encoding="UTF-8"?>
<project name="P" view-date="2024-01-01" version="2.8.10" locale="en">
  <calendars><day-types><day-type id="0"/><day-type id="1"/>
    <default-week id="1" name="default" sun="1" mon="0" tue="0" wed="0" thu="0" fri="0" sat="1"/>
    <only-show-weekends value="false"/><overriden-day-types/><days/></day-types></calendars>
  <tasks empty-milestones="true"><taskproperties/>
    <task id="0" name="Ready f\xfcr it" meeting="true" start="2024-01-01" duration="0" complete="0">
      <depend id="1" type="2" difference="0" hardness="Strong"/></task>
    <task id="1" name="Work" meeting="false" start="2024-01-01" duration="5" complete="0">
      <depend id="2" type="2" difference="0" hardness="Strong"/></task>
    <task id="2" name="Done" meeting="true" start="2024-01-08" duration="0" complete="0"/>
  </tasks><resources/><allocations/><roles/>
</project>
"""
FILES = {
    "plan.mpx": MPX.encode("cp1252"),
    "plan.planner": PLANNER.encode(),
    "plan.gan": GAN.encode(),
}


def is_java_here() -> bool:
    jpype = pytest.importorskip("jpype")
    try:
        return Path(jpype.getDefaultJVMPath()).exists()
    except (OSError, jpype.JVMNotFoundException):
        return False


@pytest.mark.slow
@pytest.mark.skipif(not is_java_here(), reason="there is no Java")
@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_program_is_a_network(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    graph = load(path)
    assert [str(milestone.name) for milestone in graph.milestones] == ["Ready für it", "Done"]
    network = graph.network
    assert network is not None
    assert [milestone.name for milestone in network.milestones][1] == "Work"
    assert [(link.type, link.lag) for link in network.links] == [("FS", 0), ("FS", 0)]
    assert network.milestones[1].duration == 5


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        *(
            (name, content, name[5:].replace("gan", "ganttproject"))
            for name, content in FILES.items()
        ),
        ("plan.mpd", b"\0\1\0\0Standard Jet DB\0" + bytes(64), "mpd"),
        ("plan.mpd", b"\0\1\0\0Standard ACE DB\0" + bytes(64), "mpd"),
        ("plan.xml", FILES["plan.planner"], "planner"),
        ("plan.mpx", b"MPX;Project;4.0;ANSI", "mpx"),
    ],
)
def test_what_a_file_is_stands_in_it(name: str, content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plan.mpx", "this is no MPX file: it does not begin with MPX"),
        ("plan.mpd", "this is no MPD file: it does not begin with the mark of a database"),
        ("plan.gan", "is no XML"),
        ("plan.planner", "is no XML"),
    ],
)
def test_a_file_that_is_another_is_told(name: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("something else\n")
    with pytest.raises(NoScheduleError, match=told):
        kind_of(path)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("plan.gan", 'depend id="2"', 'depend id="9"', "10: depend of task '1': id: there is no"),
        ("plan.gan", 'type="2"', 'type="7"', "8: depend of task '0': type: '7' is none of 1, 2"),
        ("plan.gan", "01-08", "02-30", "11: task '2': start: '2024-02-30' is no day of"),
        ("plan.planner", 'r-id="2"', 'r-id="9"', "18: predecessor of task '3': predecessor-id: th"),
        ("plan.planner", '"FS"', '"QQ"', "15: predecessor of task '2': type: 'QQ' is none of FS"),
        ("plan.mpx", "2024,2,Yes", "2024,9FS+1.5d,Yes", "16: predecessors: there is no task '9'"),
    ],
)
def test_what_mpxj_passes_over_is_an_error_at_its_line(
    name: str, old: str, new: str, told: str, tmp_path: Path
) -> None:
    path, problems = tmp_path / name, []
    path.write_bytes(FILES[name].replace(old.encode(), new.encode(), 1))
    report_lost(kind_of(path), path, name, problems)
    [problem] = problems
    assert str(problem).startswith(f"{name}:{told.replace(': ', ':1: ', 1)}")
    path.write_bytes(FILES[name])
    doubts = report_lost(kind_of(path), path, name, problems)
    assert problems == [problem]
    told = ["the file says ANSI and is read as Windows-1252, as in 'Ready für it'"]
    assert [doubt.text.partition(":")[0] for doubt in doubts] == told * (name == "plan.mpx")


def test_an_encoding_that_would_not_count_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "plan.mpx").write_bytes(FILES["plan.mpx"])
    config = tmp_path / "depgraph.yaml"
    config.write_text("graph: {file: plan.mpx, encoding: cp1251}\n")
    with pytest.raises(LoadError, match=r"plan.mpx: takes no 'encoding'"):
        load_plan(config=config)


@pytest.mark.slow
@pytest.mark.skipif(not is_java_here(), reason="there is no Java")
@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8-sig", "utf-16"])
def test_names_in_xml_of_microsoft_project_are_in_its_encoding(
    encoding: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xml"
    named = encoding.removesuffix("-sig")
    path.write_bytes(
        f'<?xml version="1.0" encoding="{named}"?>'
        '<Project xmlns="http://schemas.microsoft.com/project"><Tasks><Task><UID>1</UID><ID>1</ID>'
        "<Name>Größe</Name><Milestone>1</Milestone><Start>2024-01-01T08:00:00</Start>"
        "<Finish>2024-01-01T08:00:00</Finish></Task></Tasks></Project>".encode(encoding)
    )
    assert [milestone.name for milestone in load(path).milestones] == ["Größe"]


@pytest.mark.parametrize(
    ("end", "advice"),
    [
        (".pod", "save it in its program as XML of Microsoft Project or Primavera P6"),
        (".pp", "save it in its program as XML of Microsoft Project or Primavera P6"),
        (".ods", "save its table as .csv or .xlsx"),
        (".zip", "unpack it, and name the file in it"),
    ],
)
def test_an_end_that_is_not_read_says_how_to_save_one_that_is(
    end: str, advice: str, tmp_path: Path
) -> None:
    path = tmp_path / f"plan{end}"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(LoadError) as caught:
        load(path)
    message = str(caught.value)
    assert message.endswith(advice)
    for read in (".yaml", ".xer", ".mpp", ".mpx", ".planner", ".gan", ".mpd", ".csv"):
        assert read in message
