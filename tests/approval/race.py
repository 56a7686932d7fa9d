"""Two processes decide on the same documents at the same instant.

Run by `test_race.py` with the name of a database that it may fill: it commits. It
writes to its standard output, as JSON, what each process was answered and what the
database holds in the end.
"""

import json
import multiprocessing
import os
import signal
import sys
import traceback
from functools import partial
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, sql_db
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service import model as service_model
from odoo.tools import config

MODULE = "itsm_service_delivery"
# What the two processes do in a race: who, which method with which arguments.
RACES = {
    "two approve, one must": [
        ("director", "action_approve", ()),
        ("deputy", "action_approve", ()),
    ],
    "two approve, both must": [
        ("director", "action_approve", ()),
        ("deputy", "action_approve", ()),
    ],
    "the same person twice": [
        ("director", "action_approve", ()),
        ("director", "action_approve", ()),
    ],
    "approve or withdraw": [
        ("director", "action_approve", ()),
        ("author", "action_withdraw", ()),
    ],
    "approve or return": [
        ("director", "action_approve", ()),
        ("deputy", "decide", ("returned", "The hours are missing")),
    ],
}
# Waiting seconds before trying again would take longer than all else here.
SHORT = 0.01


def main(database, rounds):
    config.parse_config(["-d", database, "--log-level=critical"])
    registry = Registry(database)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        people = make_people(env)
        documents = make_documents(env, people, rounds)
    # each process makes connections of its own
    sql_db.close_all()
    answers = race(registry, people, documents)
    killed = kill_while_deciding(registry, people, documents)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        ids = [document_id for _name, document_id in documents["races"]]
        ids += documents["killed"].values()
        held = describe(env["itsm.service"].browse(ids))
        result = [
            {"race": name, "answers": list(pair), **held[document_id]}
            for (name, document_id), pair in zip(
                documents["races"], zip(*answers, strict=True), strict=True
            )
        ]
        result += [
            {"race": name, **facts, **held[facts["document"]]}
            for name, facts in killed.items()
        ]
    sys.stdout.write(json.dumps(result))


def make_people(env):
    roles = {
        "author": "service_manager",
        "reviewer": "technical_manager",
        "director": "service_director",
        "deputy": "service_director",
    }
    return {
        person: env["res.users"]
        .create(
            {
                "name": person,
                "login": person,
                "group_ids": [(4, env.ref(f"{MODULE}.group_{role}").id)],
            }
        )
        .id
        for person, role in roles.items()
    }


def make_documents(env, people, rounds):
    """Take documents to the point where one approval is missing, or two are."""
    document_type = env.ref(f"{MODULE}.document_type_service")
    document_type.stage_ids.unlink()
    roles = {
        role: env.ref(f"{MODULE}.group_{role}").id
        for role in ("technical_manager", "service_director")
    }
    env["itsm.approval.stage"].create(
        [
            {
                "document_type_id": document_type.id,
                "sequence": 1,
                "name": "Review",
                "act": "review",
                "group_id": roles["technical_manager"],
            },
            {
                "document_type_id": document_type.id,
                "sequence": 2,
                "name": "One approves",
                "act": "approve",
                "group_id": roles["service_director"],
                "condition": "[('code', 'not like', 'BOTH')]",
            },
            {
                "document_type_id": document_type.id,
                "sequence": 3,
                "name": "Both approve",
                "act": "approve",
                "needed": 2,
                "group_id": roles["service_director"],
                "condition": "[('code', 'like', 'BOTH')]",
            },
        ]
    )
    names = [list(RACES)[number % len(RACES)] for number in range(rounds)]
    killed = ["killed before recording", "killed before the end"]
    services = (
        env["itsm.service"]
        .with_user(people["author"])
        .create(
            [
                {
                    "code": f"{'BOTH' if 'both' in name else 'ONE'}-{number}",
                    "name": name,
                    "owner_id": people["author"],
                    "description": "<p>What the customer gets.</p>",
                    "level_note": "<p>Within a day.</p>",
                }
                for number, name in enumerate(names + killed)
            ]
        )
    )
    services.action_submit()
    services.with_user(people["reviewer"]).action_approve()
    races = list(zip(names, services.ids, strict=False))
    return {
        "races": races,
        "killed": dict(zip(killed, services.ids[len(names) :], strict=True)),
    }


def race(registry, people, documents):
    """Run all races, both processes starting each at the same instant.

    :return: the answers of the first process, and of the second
    """
    context = multiprocessing.get_context("fork")
    start = context.Barrier(2)
    pipes, processes = [], []
    for side in (0, 1):
        here, there = context.Pipe(duplex=False)
        runner = context.Process(
            target=run_side, args=(registry, people, documents, side, start, there)
        )
        runner.start()
        there.close()
        pipes.append(here)
        processes.append(runner)
    answers = [pipe.recv() for pipe in pipes]
    for runner in processes:
        runner.join()
    return answers


def run_side(registry, people, documents, side, start, pipe):
    answers = []
    real_sleep = service_model.time.sleep
    with patch.object(
        service_model.time, "sleep", lambda seconds: real_sleep(seconds * SHORT)
    ):
        for name, document_id in documents["races"]:
            person, method, arguments = RACES[name][side]
            with registry.cursor() as cr:
                env = api.Environment(cr, people[person], {})
                document = env["itsm.service"].browse(document_id)
                start.wait(timeout=60)
                answers.append(answer(env, getattr(document, method), arguments))
    pipe.send(answers)


def answer(env, method, arguments):
    """Call a method as Odoo's server does; return what the client is told."""
    try:
        service_model.retrying(partial(method, *arguments), env)
    except UserError as error:
        return str(error)
    except Exception:
        return traceback.format_exc()
    return "accepted"


def kill_while_deciding(registry, people, documents):
    """Kill a process in the midst of a decision; another person then decides.

    :return: ``{name: {document, exit code, answer of the other}}``
    """
    midst = {"killed before recording": "_append_log", "killed before the end": None}
    result = {}
    context = multiprocessing.get_context("fork")
    for name, document_id in documents["killed"].items():
        sql_db.close_all()
        victim = context.Process(
            target=decide_and_die,
            args=(registry, people["director"], document_id, midst[name]),
        )
        victim.start()
        victim.join()
        with registry.cursor() as cr:
            env = api.Environment(cr, people["deputy"], {})
            document = env["itsm.service"].browse(document_id)
            result[name] = {
                "document": document_id,
                "exit_code": victim.exitcode,
                "after_the_kill": kinds(document),
                "answers": [answer(env, document.action_approve, ())],
            }
    return result


def decide_and_die(registry, user_id, document_id, midst):
    def die(*_arguments, **_options):
        os.kill(os.getpid(), signal.SIGKILL)

    with registry.cursor() as cr:
        env = api.Environment(cr, user_id, {})
        document = env["itsm.service"].browse(document_id)
        if midst:
            with patch.object(type(document), midst, die):
                document.action_approve()
        document.action_approve()
        env.flush_all()
        die()


def log(document):
    return document.sudo().decision_ids.sorted("position")


def kinds(document):
    return log(document).mapped("kind")


def describe(documents):
    """Return ``{id: what the database holds of a document}``."""
    found, _lines = documents.env["itsm.evidence.check"]._check(documents)
    return {
        document.id: {
            "kinds": kinds(document),
            "deciders": [line.user_id.login for line in log(document)],
            "state": document.state,
            "findings": [
                f"{one.where}: {one.what}" for one in found if one.document == document
            ],
        }
        for document in documents
    }


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
