from ganviz.app.plots.pace import IDLE, TURN, Pace


def test_a_period_is_kept():
    pace = Pace({"slow": 0.1})
    pace.running = True
    asked = [pace.due("slow", {}, k / 30) for k in range(30)]
    assert 9 <= sum(asked) <= 11
    assert all(pace.due("fast", {}, k / 30) for k in range(30))


def test_a_period_ends_with_the_nearest_turn():
    pace = Pace({"slow": 0.1})
    pace.running = True
    turns = [k for k in range(100) if pace.due("slow", {}, k * TURN)]
    assert turns == list(range(0, 100, 3))


def test_what_training_does_not_change_is_asked_for_rarely():
    pace = Pace({"still": 0.1}, still={"still"})
    pace.running = True
    assert 2 <= sum(pace.due("still", {"range": 0}, k / 30) for k in range(30)) <= 3
    assert pace.due("still", {"range": 1}, 1.1)
    assert not pace.due("still", {"range": 2}, 1.15)


def test_at_rest_only_what_changed_is_asked_for():
    pace = Pace({})
    assert pace.due("surface", {"size": 64}, 0.0)
    assert not pace.due("surface", {"size": 64}, 0.1)
    assert pace.due("surface", {"size": 256}, 0.2)
    assert pace.due("surface", {"size": 256}, 0.2 + IDLE)
    pace.renew()
    assert pace.due("surface", {"size": 256}, 0.3 + IDLE)
