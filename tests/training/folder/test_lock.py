import json
import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from ganviz.settings.errors import UserError
from ganviz.training.folder.lock import Holder, LockedError, RunLock

ACQUIRE = """
import sys
from ganviz.training.folder.lock import RunLock
RunLock(sys.argv[1]).acquire()
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """A real process that holds the lock until its standard input closes."""
    process = subprocess.Popen([sys.executable, "-c", ACQUIRE, str(tmp_path)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "locked\n"
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


def write_holder(folder, **values):
    mine = Holder.this_process()
    holder = {"pid": mine.pid, "host": mine.host, "started": mine.started, **values}
    (folder / "lock").write_text(json.dumps(holder))
    return holder


def test_acquire_and_release(tmp_path):
    lock = RunLock(tmp_path)
    lock.acquire()
    assert lock.holder() == Holder(os.getpid(), socket.gethostname(), psutil.Process().create_time())
    lock.release()
    assert list(tmp_path.iterdir()) == []
    assert not lock.is_held()
    lock.release()
    lock.acquire()
    lock.release()


def test_another_living_process(tmp_path, other):
    with pytest.raises(LockedError) as error:
        RunLock(tmp_path).acquire()
    who = f"process {other.pid} on {socket.gethostname()}"
    assert str(error.value) == (f"{tmp_path} is being written by {who}; "
                                "until that process ends, it can only be watched")
    assert RunLock(tmp_path).holder().pid == other.pid
    assert RunLock(tmp_path).is_held()


def test_the_same_process_twice(tmp_path):
    first = RunLock(tmp_path)
    first.acquire()
    with pytest.raises(LockedError, match=f"by process {os.getpid()} on "):
        RunLock(tmp_path).acquire()
    first.release()


def take_over(folder, pid):
    lock = RunLock(folder)
    assert not lock.is_held()
    lock.acquire()
    who = f"process {pid}, which has ended"
    assert lock.warnings == [f"the lock of {folder} was left by {who}; it was taken over"]
    assert lock.holder().pid == os.getpid()
    assert [entry.name for entry in folder.iterdir()] == ["lock"]
    lock.release()


def test_a_process_that_ended(tmp_path, other):
    other.communicate()
    take_over(tmp_path, other.pid)


def test_a_process_that_was_killed_and_not_yet_waited_for(tmp_path, other):
    other.send_signal(signal.SIGKILL)
    other.stdout.read()  # returns once the process is gone; nobody has waited for it, so it is a zombie
    process = psutil.Process(other.pid)
    while process.status() != psutil.STATUS_ZOMBIE:
        os.sched_yield()
    take_over(tmp_path, other.pid)


def test_a_number_that_another_process_has_now(tmp_path):
    holder = write_holder(tmp_path, started=Holder.this_process().started - 3600)
    take_over(tmp_path, holder["pid"])


def test_another_host_cannot_be_asked(tmp_path):
    write_holder(tmp_path, host="elsewhere", pid=1)
    with pytest.raises(LockedError) as error:
        RunLock(tmp_path).acquire()
    assert str(error.value) == (
        f"{tmp_path} is being written by process 1 on elsewhere; until that process ends, it can only be watched "
        f"(if it has ended already, delete {tmp_path / 'lock'})")


def test_a_lock_that_is_just_being_written(tmp_path):
    (tmp_path / "lock").touch()
    assert RunLock(tmp_path).is_held()
    with pytest.raises(LockedError, match="by another process; until that process ends, it can only be watched"):
        RunLock(tmp_path).acquire()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_an_old_unreadable_lock_is_stale(tmp_path, text):
    (tmp_path / "lock").write_text(text)
    os.utime(tmp_path / "lock", (1_000_000, 1_000_000))
    lock = RunLock(tmp_path)
    lock.acquire()
    assert lock.warnings == [f"the lock of {tmp_path} was left by a process that has ended; it was taken over"]
    lock.release()


def test_a_lock_renewed_between_look_and_take_over_is_put_back(tmp_path, monkeypatch):
    write_holder(tmp_path, started=0.0)
    renewed = {}

    def look_then_renew(self):
        renewed.update(write_holder(tmp_path))
        return False

    monkeypatch.setattr(Holder, "may_live", look_then_renew)
    with pytest.raises(LockedError):
        RunLock(tmp_path).acquire()
    assert json.loads((tmp_path / "lock").read_text()) == renewed
    assert [entry.name for entry in tmp_path.iterdir()] == ["lock"]


def test_releasing_leaves_a_lock_that_another_took_over(tmp_path):
    lock = RunLock(tmp_path)
    lock.acquire()
    write_holder(tmp_path, pid=1)
    lock.release()
    assert lock.holder().pid == 1


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UserError, match=f"^{tmp_path} cannot be written; allow writing to it or choose"):
        RunLock(tmp_path).acquire()


def test_full_disk_leaves_no_empty_lock(tmp_path, full_disk):
    full_disk()
    with pytest.raises(UserError, match=f"the disk of {tmp_path} is full"):
        RunLock(tmp_path).acquire()
    assert list(tmp_path.iterdir()) == []
