"""Tables of a report on availability, credits and adjustments."""

from .figure_text import (
    figure_label,
    figure_value,
    light_name,
    metric_name,
)


class AgreementTables:
    """Adds availability, credits and later adjustments to `ReportWords`."""

    def availability(self):
        """Return the availability table."""
        rows = []
        for row in self.data["availability"]:
            key = f"availability.{row['service']}"
            light = self.rows[key]["light"] or "grey"
            rows.append(
                {
                    "name": self.name("service", row["service"]),
                    "target": self.target(key),
                    "agreed": self.minutes(row["agreed_seconds"]),
                    "downtime": self.minutes(row["downtime_seconds"]),
                    "allowed": self.minutes(row["allowed_seconds"]),
                    "value": self.value(key),
                    "previous": self.previous(key),
                    "failures": row["failures"],
                    "mtrs": self.minutes(row["mtrs_seconds"])
                    if row["failures"]
                    else self.env._("no failure"),
                    "mtbf": self.minutes(row["mtbf_seconds"])
                    if row["failures"]
                    else self.env._("no failure"),
                    "light": light,
                    "light_name": light_name(self.env, light),
                }
            )
        return rows

    def outages(self):
        """Return the outages and the minutes that do not count."""
        kinds = {
            "customer": self.env._("Caused by the customer"),
            "force_majeure": self.env._("Force majeure"),
            "announced": self.env._("Announced maintenance"),
            "other": self.env._("Other"),
        }
        rows = []
        for row in self.data["availability"]:
            service = self.name("service", row["service"])
            for outage in row["outages"]:
                rows.append(
                    {
                        "service": service,
                        "name": outage["name"],
                        "start": self.instant(outage["start"]),
                        "end": self.instant(outage["end"]) or self.env._("ongoing"),
                        "cause": outage["cause"],
                    }
                )
            for item in row["excluded"]:
                rows.append(
                    {
                        "service": service,
                        "name": self.env._(
                            "Not counted: %s", kinds.get(item["reason"], item["reason"])
                        ),
                        "start": self.minutes(item["seconds"]),
                        "end": "",
                        "cause": "",
                    }
                )
        return rows

    def credits(self):
        """Return the reasons of the service credits."""
        rows = []
        for line in self.data["credits"]["lines"]:
            metric = line["metric"] and metric_name(self.env, line["metric"])
            if line["rule"] == "missed_target":
                name = self.env._(
                    "Missed targets of %(priority)s, %(metric)s",
                    priority=self.name("priority", line["subject"]),
                    metric=metric,
                )
            elif line["rule"] == "availability":
                name = self.env._(
                    "Started steps below the availability of %s",
                    self.name("service", line["subject"]),
                )
            else:
                name = self.env._("Overall attainment below its target: %s", metric)
            rows.append(
                {
                    "name": name,
                    "count": line["count"],
                    "each": f"{line['each_pct']} %",
                    "pct": f"{line['pct']} %",
                }
            )
        return rows

    def adjustments(self):
        """Return what earlier periods counted and that stands otherwise now."""
        states = {
            True: self.env._("met"),
            False: self.env._("missed"),
            None: self.env._("undecided or withdrawn"),
        }
        rows = [
            {
                "what": f"{row['ref']}, {metric_name(self.env, row['metric'])}",
                "was": states[row["was"]],
                "now": states[row["now"]],
            }
            for row in self.data["adjustments"]
        ]
        for row in self.data.get("changes", []):
            texts = [
                figure_value(self.env, {**row, "value": row[name]}, self.data)
                for name in ("was", "now")
            ]
            label = figure_label(self.env, row["key"], self.data)
            rows.append(
                {
                    "what": f"{row['number']}: {label}",
                    "was": texts[0],
                    "now": texts[1],
                }
            )
        return rows
