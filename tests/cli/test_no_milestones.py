"""A schedule network without a milestone: never an empty plan that passes."""

import pytest

NO_DURATIONS = (
    "task_code,task_name,task_type,pred_list,succ_list,end_date\n"
    "W1,Work,Task Dependent,,W2,2024-01-05\n"
    "W2,More,Task Dependent,W1,,2024-01-09\n"
)
WEEK = "".join(
    f"(0~~{day}()({'(0~~0(s~08:00~f~16:00)())' if 1 < day < 7 else ''}))" for day in range(1, 8)
)
CALENDAR = f"(0~~CalendarData()((0~~DaysOfWeek()({WEEK}))(0~~Exceptions()())))"
XER = "\n".join(
    line.replace("|", "\t").replace("~", "|")
    for line in (
        "ERMHDR|19.12|2024-01-01|Project|u|u|d|Project Management|USD",
        "%T|PROJECT",
        "%F|proj_id|proj_short_name|last_recalc_date",
        "%R|1|P|2024-01-01 08:00",
        "%T|CALENDAR",
        "%F|clndr_id|clndr_name|clndr_data",
        f"%R|9|C|{CALENDAR}",
        "%T|TASK",
        "%F|task_id|proj_id|clndr_id|task_type|status_code|task_code|remain_drtn_hr_cnt"
        "|target_drtn_hr_cnt",
        "%R|1|1|9|TT_Task|TK_NotStart|W1|40|40",
        "%R|2|1|9|TT_Task|TK_NotStart|W2|40|40",
        "%E",
        "",
    )
)
TASKS = "%T\tTASK"
SAYS = "no milestone is among 2 activities of the network: --activities takes them all"


@pytest.fixture(params=["plan.csv", "plan.xer"])
def source(request, write):
    return write(request.param, XER if request.param.endswith("xer") else NO_DURATIONS)


def test_check_fails_and_names_the_option(source, run):
    done = run("check", source)
    assert done.returncode == 1
    assert "error: empty-plan" in done.stdout
    assert SAYS in done.stdout
    assert "to do: name --activities" in done.stdout
    assert "note:" not in done.stderr, "it is told once"
    assert "empty-plan" not in run("check", source, "--activities").stdout


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("plan.yaml", "milestones: {}\n", None),
        ("plan.csv", "ID,Due,Depends on\n", "plan.csv:1: the list has headings, but no rows"),
        (
            "plan.xer",
            XER.partition("%T\tTASK")[0] + "%E\n",
            "plan.xer:1: there is no activity in it",
        ),
        (
            "plan.xml",
            '<Project xmlns="http://schemas.microsoft.com/project"><Tasks/></Project>',
            "plan.xml:1: there is no activity in it",
        ),
    ],
    ids=["yaml", "csv", "xer", "xml"],
)
def test_a_source_without_any_row_is_an_empty_plan(name, text, says, write, run):
    done = run("check", write(name, text))
    assert done.returncode == 1
    assert "error: empty-plan" in done.stdout
    assert says is None or says in done.stdout


def test_a_workbook_without_any_activity_is_an_empty_plan(workbook, run):
    names = ["task_code", "task_name", "task_type", "pred_list", "succ_list", "end_date"]
    links = ["pred_task_id", "task_id", "pred_type"]
    done = run("check", workbook("plan.xlsx", {"TASK": [names], "TASKPRED": [links]}))
    assert done.returncode == 1
    assert "error: empty-plan" in done.stdout
    assert "the sheet TASK has names of fields, but no rows" in done.stdout


def test_other_answers_say_what_they_do_not_show(source, run, refusal, tmp_path):
    done = run("list", "--graph", source)
    assert (done.returncode, done.stderr) == (0, f"note: {SAYS}\n")
    assert run("list", "--graph", source, "--activities").stderr == ""
    error = refusal("import", source, "--into", tmp_path / "new")
    assert f"no milestone to import: {SAYS}" in error


@pytest.mark.parametrize(
    ("name", "text"), [("plan.yaml", "milestones: {}\n"), ("plan.csv", "code,name,due\n")]
)
def test_a_source_without_anything_does_not_pass(name, text, write, run):
    done = run("check", write(name, text))
    assert done.returncode in (1, 2)
    assert "new error" in done.stdout or done.stderr
