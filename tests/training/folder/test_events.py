import pytest

from ganviz.settings.errors import UserError
from ganviz.training.folder.events import (
    BranchEvent,
    ChangeEvent,
    EventLog,
    StepEvent,
    format_event,
    parse_event,
    read_events,
)
from ganviz.training.folder.problems import DamagedError

EVENTS = [ChangeEvent(0, 10, {"learning_rate_d": 0.1 + 0.2, "objective": "minimax"}), StepEvent(0, 12, "d"),
          BranchEvent(branch=1, parent=0, iteration=11), StepEvent(1, 11, "g")]


@pytest.mark.parametrize("event", EVENTS)
def test_round_trip(event):
    assert parse_event(format_event(event)) == event


def test_the_written_form():
    assert format_event(EVENTS[1]) == '{"type": "step", "branch": 0, "iteration": 12, "players": "d"}'


@pytest.mark.parametrize("line", [
    "", "{", "[]", "{}", '{"type": "dance", "branch": 0, "iteration": 1}',
    '{"type": "step", "branch": 0, "iteration": 1}',
    '{"type": "step", "branch": 0, "iteration": "1", "players": "d"}',
    '{"type": "branch", "branch": 1, "parent": 1, "iteration": 1}'])
def test_anything_else_is_refused(line):
    with pytest.raises(ValueError):
        parse_event(line)


def test_appended_records_are_on_disk_at_once(tmp_path):
    log = EventLog(tmp_path, write=True)
    log.append(EVENTS[0])
    assert read_events(tmp_path / "events.jsonl") == EVENTS[:1]
    log.append(*EVENTS[1:])
    assert read_events(tmp_path / "events.jsonl") == EVENTS == log.events
    log.close()
    reopened = EventLog(tmp_path, write=True)
    assert reopened.events == EVENTS
    assert reopened.warnings == []
    reopened.close()


def write_log(folder, tail):
    text = "".join(format_event(event) + "\n" for event in EVENTS)
    (folder / "events.jsonl").write_text(text + tail)
    return text


@pytest.mark.parametrize("tail", ["{", '{"type": "step", "branch": 1, "iteration": 12, "players": "d"}'])
def test_an_unfinished_line_is_ignored_and_mended(tmp_path, tail):
    text = write_log(tmp_path, tail)
    assert EventLog(tmp_path, write=False).events == EVENTS
    assert (tmp_path / "events.jsonl").read_text() == text + tail
    log = EventLog(tmp_path, write=True)
    assert log.events == EVENTS
    path = tmp_path / "events.jsonl"
    assert log.warnings == [f"the last line of {path} was unfinished ({len(tail)} bytes); it was dropped"]
    log.append(EVENTS[1])
    log.close()
    assert read_events(tmp_path / "events.jsonl") == [*EVENTS, EVENTS[1]]


def test_a_file_of_one_unfinished_line(tmp_path):
    (tmp_path / "events.jsonl").write_bytes(b"x" * 200_000)
    log = EventLog(tmp_path, write=True)
    assert log.events == []
    log.close()
    assert (tmp_path / "events.jsonl").read_bytes() == b""


def test_a_damaged_line_in_between_is_an_error(tmp_path):
    write_log(tmp_path, "gibberish\n" + format_event(EVENTS[3]) + "\n")
    expected = r"events.jsonl is damaged in line 5 \(.*\); take the file from a copy"
    with pytest.raises(DamagedError, match=expected):
        EventLog(tmp_path, write=True)


def test_full_disk_records_nothing(tmp_path, monkeypatch, full_disk):
    log = EventLog(tmp_path, write=True)
    log.append(EVENTS[0])
    with monkeypatch.context():
        full_disk()
        with pytest.raises(UserError, match=f"the disk of {tmp_path} is full"):
            log.append(EVENTS[1])
    assert log.events == read_events(tmp_path / "events.jsonl") == EVENTS[:1]
    monkeypatch.undo()
    log.append(EVENTS[2])
    log.close()
    assert read_events(tmp_path / "events.jsonl") == [EVENTS[0], EVENTS[2]]


def test_reading_without_a_file(tmp_path):
    assert EventLog(tmp_path, write=False).events == []
    assert list(tmp_path.iterdir()) == []
