"""Whether an SLA promises what a customer requires: domain table 3.7 as the SLA."""

from odoo.tests import tagged

from .common import PresalesCommon


@tagged("post_install", "-at_install")
class TestRequirementAnswer(PresalesCommon):
    def verdict(self, sla=None, **values):
        """Return what the SLA says to a requirement: verdict, reason."""
        answer = self._requirement(**values)._get_answer(sla or self.sla)
        return answer.verdict, answer.reason

    def test_times(self):
        """P1 15 min and P2 30 min around the clock, P3 60 min and P4 240 min of 5x8."""
        for values, expected in (
            ({"priority": "P1", "target": 15}, "yes"),
            ({"priority": "P1", "target": 14}, "partly"),
            ({"priority": "P1", "target": 0.25, "unit": "hours"}, "yes"),
            ({"priority": "P1", "target": 0.24, "unit": "hours"}, "partly"),
            ({"priority": "P3", "target": 1, "unit": "hours"}, "yes"),
            # 240 min are half a working day of 8 h
            ({"priority": "P4", "target": 0.5, "unit": "working_days"}, "yes"),
            ({"priority": "P4", "target": 0.4, "unit": "working_days"}, "partly"),
            # a working day says nothing around the clock
            (
                {"priority": "P1", "target": 1, "unit": "working_days"},
                "not_comparable",
            ),
        ):
            with self.subTest(values):
                found = self.verdict(type="response_time", **values)
                self.assertEqual(found[0], expected)

    def test_around_the_clock(self):
        """Minutes of 5x8 are no minutes of the night."""
        values = {"type": "response_time", "around_the_clock": True, "target": 600}
        self.assertEqual(self.verdict(priority="P1", **values), ("yes", ""))
        verdict, reason = self.verdict(priority="P3", **values)
        self.assertEqual(verdict, "partly")
        self.assertIn("counts around the clock, the agreement in the hours 5x8", reason)

    def test_resolution(self):
        """P3: 1440 min of 5x8 = 3 working days; P2: 480 min."""
        for priority, target, unit, expected in (
            ("P3", 3, "working_days", "yes"),
            ("P3", 2.9, "working_days", "partly"),
            ("P3", 24, "hours", "yes"),
            ("P2", 8, "hours", "yes"),
            ("P2", 479, "minutes", "partly"),
        ):
            with self.subTest(priority=priority, target=target):
                found = self.verdict(
                    type="resolution_time", priority=priority, target=target, unit=unit
                )
                self.assertEqual(found[0], expected)

    def test_all_priorities(self):
        """Without a priority all targets must be enough: P4 is not within an hour."""
        verdict, reason = self.verdict(type="response_time", target=60)
        self.assertEqual(verdict, "partly")
        self.assertEqual(
            reason, "P4: It promises 4 h of service time."
        )
        self.assertEqual(self.verdict(type="response_time", target=240)[0], "yes")

    def test_missing_priority(self):
        self.sla.target_ids.filtered(lambda t: t.priority_id.code == "P1").unlink()
        self.assertEqual(
            self.verdict(type="response_time", priority="P1", target=15),
            ("no", "The agreement says nothing of it."),
        )

    def test_availability(self):
        """ERP and network 99.9 %, OA 99.5 %."""
        for service, target, expected in (
            ("ERP", 99.9, "yes"),
            ("ERP", 99.901, "partly"),
            ("OA", 99.5, "yes"),
            ("OA", 99.9, "partly"),
            (None, 99.5, "yes"),
            (None, 99.9, "partly"),
        ):
            with self.subTest(service=service, target=target):
                found = self.verdict(
                    type="availability", service=service, target=target
                )
                self.assertEqual(found[0], expected)

    def test_availability_of_the_next_version_of_a_service(self):
        """The catalogue entry counts, not the version that was named."""
        line = self._requirement(type="availability", service="ERP", target=99.9)
        draft = self.services["ERP"].revise(False, "Wording")
        draft.sudo()._adopt("fixture of the tests")
        line.service_id = draft
        self.assertEqual(line._get_answer(self.sla).verdict, "yes")

    def test_figures_of_the_sla(self):
        """Satisfaction 4.2; overall 95 %, the default of an SLA."""
        for kind, target, unit, expected in (
            ("satisfaction", 4.2, "score", "yes"),
            ("satisfaction", 4.3, "score", "partly"),
            ("satisfaction", 90, "percent", "not_comparable"),
        ):
            with self.subTest(kind=kind, target=target):
                found = self.verdict(type=kind, target=target, unit=unit)
                self.assertEqual(found[0], expected)
        for target, expected in ((95, "yes"), (95.5, "partly")):
            for kind in ("overall_response", "overall_resolution"):
                with self.subTest(kind=kind, target=target):
                    found = self.verdict(
                        type="other",
                        answer_kind=kind,
                        comparison="at_least",
                        target=target,
                        unit="percent",
                    )
                    self.assertEqual(found[0], expected)
        self.sla.satisfaction_target = 0
        self.assertEqual(self.verdict(type="satisfaction", target=4)[0], "no")

    def test_words_and_nothing(self):
        self.assertEqual(
            self.verdict(type="staff_skills", answer_note="Annex 2"),
            ("words", "Annex 2"),
        )
        self.assertEqual(
            self.verdict(type="staff_skills"),
            ("no", "Nobody has said where it is answered."),
        )
        self.assertEqual(
            self.verdict(type="security", answer_kind="none"),
            ("no", "Nothing is meant to answer it."),
        )

    def test_no_agreement_yet(self):
        line = self._requirement(type="response_time", target=1)
        answer = line._get_answer(self.env["itsm.sla"])
        self.assertEqual(answer.verdict, "no")
        self.assertEqual(answer.reason, "There is no service level agreement yet.")

    def test_no_figure(self):
        line = self._requirement(type="continuity", answer_kind="availability")
        self.assertEqual(line._get_answer(self.sla).verdict, "not_comparable")

    def test_line_of_whichever_version(self):
        """The line is found in the version that is asked."""
        line = self._requirement(type="response_time", priority="P1", target=15)
        found = line._get_sla_line(self.sla)
        self.assertEqual((found.sla_id, found.minutes), (self.sla, 15))
        other = line._get_sla_line(self.standard_sla)
        self.assertEqual(other.sla_id, self.standard_sla)
