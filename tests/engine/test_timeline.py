import pytest
from build import at, timeline

from engine.errors import TimelineError
from engine.timeline import Event, EventKind, Stretch, Timeline, Work

K = EventKind


def history(*events):
    """Return a timeline of ``(kind, at[, more])`` with ``seq`` counted."""
    return Timeline(
        Event(kind, moment, seq, **(more[0] if more else {}))
        for seq, (kind, moment, *more) in enumerate(events)
    )


BASE = [
    (K.OPENED, 100, {"value": "P3"}),
    (K.RESPONDED, 110),
    (K.PAUSED, 120, {"reason": "customer"}),
    (K.RESUMED, 150),
    (K.RESOLVED, 200),
    (K.REOPENED, 300),
    (K.RESOLVED, 340),
]


def test_facts_of_a_usual_ticket():
    facts = history(*BASE).facts(1000)
    assert facts.work is Work.RESOLVED
    assert (facts.opened_at, facts.responded_at, facts.resolved_at) == (100, 110, 340)
    assert facts.resolutions == (200, 340)
    assert facts.reopenings == (300,)
    assert facts.pauses == (Stretch(Work.PAUSED, 120, 150, "customer"),)
    assert [(part.work, part.start, part.end) for part in facts.stretches] == [
        (Work.OPEN, 100, 120),
        (Work.PAUSED, 120, 150),
        (Work.OPEN, 150, 200),
        (Work.RESOLVED, 200, 300),
        (Work.OPEN, 300, 340),
        (Work.RESOLVED, 340, None),
    ]


@pytest.mark.parametrize(
    ("as_of", "work"),
    [
        (99, Work.NONE),
        (100, Work.OPEN),
        (119, Work.OPEN),
        (120, Work.PAUSED),
        (150, Work.OPEN),
        (199, Work.OPEN),
        (200, Work.RESOLVED),
        (300, Work.OPEN),
        (340, Work.RESOLVED),
    ],
)
def test_events_at_the_instant_are_seen(as_of, work):
    assert history(*BASE).facts(as_of).work is work


def test_nothing_before_the_opening():
    facts = history(*BASE).facts(99)
    assert (facts.opened_at, facts.priority, facts.stretches) == (None, "", ())
    assert Timeline().facts(10**9).opened_at is None


def test_order_of_recording_breaks_ties():
    both = [Event(K.OPENED, 0, 0), Event(K.PAUSED, 5, 2), Event(K.RESUMED, 5, 1)]
    assert Timeline(both).facts(9).work is Work.PAUSED
    assert Timeline(reversed(both)).facts(9).work is Work.PAUSED


def test_append_leaves_the_old_timeline():
    first = history(*BASE[:1])
    second = first.append(Event(K.RESOLVED, 150, 1))
    assert len(first.events) == 1
    assert first.facts(200).work is Work.OPEN
    assert second.facts(200).work is Work.RESOLVED


def test_priority_and_contract_steps():
    events = history(
        (K.OPENED, 100, {"value": "P3"}),
        (K.CONTRACT_CHANGED, 110, {"value": "HT-1"}),
        (K.PRIORITY_CHANGED, 120, {"value": "P1"}),
        (K.CONTRACT_CHANGED, 130, {"value": "HT-2"}),
    )
    assert events.facts(119).priority == "P3"
    assert events.facts(120).priority == "P1"
    assert events.facts(100).contract == ""
    assert events.facts(129).contract == "HT-1"
    facts = events.facts(200)
    assert facts.contract == "HT-2"
    assert facts.priorities == ((100, "P3"), (120, "P1"))
    assert facts.contracts == ((110, "HT-1"), (130, "HT-2"))


@pytest.mark.parametrize("kind", [K.CANCELLED, K.MERGED])
def test_withdrawn(kind):
    events = history((K.OPENED, 100), (K.PAUSED, 110), (kind, 120))
    facts = events.facts(200)
    assert facts.work.value == kind.value
    assert (facts.withdrawn_at, facts.resolved_at) == (120, None)
    again = events.append(Event(K.REOPENED, 150, 9)).facts(200)
    assert (again.work, again.withdrawn_at) == (Work.OPEN, None)


# Messy histories


def test_a_pause_for_the_same_reason_is_one_pause():
    facts = history(
        (K.OPENED, 100),
        (K.PAUSED, 110, {"reason": "customer"}),
        (K.PAUSED, 120, {"reason": "customer"}),
        (K.RESUMED, 130),
        (K.RESUMED, 140),
    ).facts(200)
    assert facts.pauses == (Stretch(Work.PAUSED, 110, 130, "customer"),)


def test_a_resume_with_a_reason_ends_only_its_pause():
    events = history(
        (K.OPENED, 100),
        (K.PAUSED, 110, {"reason": "customer"}),
        (K.PAUSED, 120, {"reason": "vendor"}),
        (K.RESUMED, 130, {"reason": "customer"}),
        (K.RESUMED, 140, {"reason": "vendor"}),
    )
    assert [(part.start, part.end) for part in events.facts(200).pauses] == [
        (110, 120),
        (120, 140),
    ]


@pytest.mark.parametrize(
    "event",
    [
        (K.OPENED, 250),
        (K.RESUMED, 250),
        (K.PAUSED, 250),
        (K.RESOLVED, 250),
        (K.RESPONDED, 250),
    ],
)
def test_what_makes_no_sense_is_passed_over(event):
    events = history(*BASE[:5], event)
    facts = events.facts(400)
    assert (facts.work, facts.resolved_at, facts.opened_at) == (Work.RESOLVED, 200, 100)
    assert facts.responded_at == 110


def test_a_reopening_of_an_open_ticket_is_passed_over():
    facts = history((K.OPENED, 100), (K.REOPENED, 150)).facts(200)
    assert (facts.work, facts.reopenings) == (Work.OPEN, ())


def test_before_the_opening_counts_at_the_opening():
    events = history((K.OPENED, 100), (K.RESPONDED, 90), (K.PAUSED, 80))
    facts = events.facts(200)
    assert (facts.opened_at, facts.responded_at) == (100, 100)
    assert facts.pauses == (Stretch(Work.PAUSED, 100, None),)


def test_the_first_resolution_is_a_response():
    facts = history((K.OPENED, 100), (K.RESOLVED, 130), (K.REOPENED, 150)).facts(200)
    assert facts.responded_at == 130


# Corrections


def test_a_correction_mends_the_time():
    events = history(*BASE[:2], (K.CORRECTION, 105, {"corrects": 1}))
    assert events.facts(200).responded_at == 105


def test_a_correction_voids_an_event():
    events = history(*BASE[:5], (K.CORRECTION, 210, {"corrects": 4, "void": True}))
    assert events.facts(250).work is Work.OPEN


def test_the_last_correction_counts():
    events = history(
        *BASE[:2],
        (K.CORRECTION, 105, {"corrects": 1}),
        (K.CORRECTION, 108, {"corrects": 1}),
    )
    assert events.facts(200).responded_at == 108


def test_a_correction_can_be_voided_and_mended():
    events = history(*BASE[:2], (K.CORRECTION, 105, {"corrects": 1}))
    undone = events.append(Event(K.CORRECTION, 300, 9, corrects=2, void=True))
    assert undone.facts(400).responded_at == 110
    mended = events.append(Event(K.CORRECTION, 107, 9, corrects=2))
    assert mended.facts(400).responded_at == 107


def test_a_mended_event_takes_its_place_in_time():
    events = history(
        (K.OPENED, 100),
        (K.PAUSED, 150),
        (K.RESUMED, 140),
        (K.CORRECTION, 120, {"corrects": 1}),
    )
    assert events.facts(200).pauses == (Stretch(Work.PAUSED, 120, 140),)
    events.validate()


def test_what_was_recorded_later_is_not_known():
    events = history(
        (K.OPENED, 100),
        (K.RESPONDED, 110, {"recorded_at": 500}),
        (K.CORRECTION, 90, {"corrects": 0, "recorded_at": 600}),
    )
    assert events.facts(1000, known_at=499).responded_at is None
    assert events.facts(1000, known_at=500).responded_at == 110
    assert events.facts(1000, known_at=599).opened_at == 100
    assert events.facts(1000, known_at=600).opened_at == 90
    assert events.facts(1000).opened_at == 90


# Validation


@pytest.mark.parametrize(
    ("events", "code", "position"),
    [
        ([(K.RESOLVED, 90), (K.OPENED, 100)], "no_opening", 0),
        ([(K.OPENED, 100), (K.RESOLVED, 90)], "no_opening", 0),
        ([(K.OPENED, 100), (K.OPENED, 110)], "opened_twice", 1),
        ([(K.OPENED, 100), (K.RESUMED, 110)], "not_paused", 1),
        ([(K.OPENED, 100), (K.PAUSED, 110), (K.PAUSED, 120)], "already_paused", 2),
        ([(K.OPENED, 100), (K.REOPENED, 110)], "not_resolved", 1),
        ([*BASE, (K.RESOLVED, 400)], "already_resolved", 7),
        ([*BASE, (K.PAUSED, 400)], "already_finished", 7),
        ([(K.OPENED, 100), (K.CANCELLED, 110), (K.MERGED, 120)], "already_finished", 2),
        ([(K.OPENED, 100), (K.PRIORITY_CHANGED, 110)], "missing_value", 1),
        ([(K.OPENED, 100), (K.CORRECTION, 110)], "unknown_correction", 1),
        ([(K.CORRECTION, 1, {"corrects": 1}), (K.OPENED, 2)], "unknown_correction", 0),
    ],
)
def test_invalid_sequences(events, code, position):
    with pytest.raises(TimelineError) as caught:
        history(*events).validate()
    assert caught.value.code == code
    assert caught.value.values["position"] == position
    assert str(caught.value).startswith(f"Event {position} (")


def test_answer_after_the_resolution_says_nothing():
    answered = history((K.OPENED, 100), (K.RESOLVED, 200), (K.RESPONDED, 300))
    answered.validate()
    assert answered.facts(400).responded_at == 200


def test_duplicate_sequence_number():
    events = Timeline([Event(K.OPENED, 1, 3), Event(K.RESOLVED, 2, 3)])
    with pytest.raises(TimelineError) as caught:
        events.validate()
    assert (caught.value.code, caught.value.values["seq"]) == ("duplicate_seq", 3)


@pytest.mark.parametrize(
    "events",
    [
        [],
        BASE,
        [*BASE, (K.CANCELLED, 400)],
        [*BASE, (K.CANCELLED, 400), (K.REOPENED, 500), (K.PAUSED, 600)],
        [
            (K.OPENED, 100),
            (K.PAUSED, 110, {"reason": "customer"}),
            (K.PAUSED, 120, {"reason": "vendor"}),
            (K.RESOLVED, 130),
            (K.REOPENED, 140),
            (K.PAUSED, 150, {"reason": "vendor"}),
        ],
        [(K.OPENED, 100), (K.RESOLVED, 90), (K.CORRECTION, 130, {"corrects": 1})],
    ],
)
def test_valid_sequences(events):
    history(*events).validate()


def test_lines_of_events():
    events = timeline("2026-08-03 09:00 opened", "2026-08-03 10:00 paused customer")
    assert events.events == (
        Event(K.OPENED, at("2026-08-03 09:00"), 0, value="P3"),
        Event(K.PAUSED, at("2026-08-03 10:00"), 1, reason="customer"),
    )
