from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.fields import Domain
from odoo.http import request, route

from .pages import KIND_ROUTE, KINDS


class PortalLists(CustomerPortal):
    """What a customer finds of his contracts and agreements on his portal."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        for kind, (_model, name) in KINDS.items():
            model = self._itsm_model(kind)
            if f"itsm_{name}_count" in counters:
                domain = self._itsm_domain(model)
                values[f"itsm_{name}_count"] = model.search_count(domain)
            if f"itsm_{name}_to_sign_count" in counters:
                values[f"itsm_{name}_to_sign_count"] = len(self._itsm_to_sign(model))
        return values

    def _itsm_model(self, kind):
        # superuser: the customer has no right of his own; the domain is what he may see
        return request.env[KINDS[kind][0]].sudo()

    def _itsm_domain(self, model):
        """Return which documents the user is shown."""
        return model._portal_domain(request.env.user.partner_id)

    def _itsm_to_sign(self, model):
        """Return the documents that wait for the customer's signature."""
        candidates = model.search(
            self._itsm_domain(model)
            & Domain("state", "in", model._signing_states)
            & Domain("customer_signatory_id", "=", False)
        )
        return candidates.filtered(lambda document: document._waits_for_customer())

    @route(
        [f"/my/{KIND_ROUTE}", f"/my/{KIND_ROUTE}/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def itsm_documents(
        self, kind, page=1, sortby=None, filterby=None, message=None, **_kw
    ):
        """Show the contracts, or the agreements, of the user's company."""
        model = self._itsm_model(kind)
        sortings, filters = self._itsm_sortings(model), self._itsm_filters(model)
        sortby = sortby if sortby in sortings else "date"
        filterby = filterby if filterby in filters else "all"
        domain = self._itsm_domain(model) & filters[filterby]["domain"]
        pages = pager(
            url=f"/my/{kind}",
            total=model.search_count(domain),
            page=page,
            step=self._items_per_page,
            url_args={"sortby": sortby, "filterby": filterby},
        )
        documents = model.search(
            domain,
            order=sortings[sortby]["order"],
            limit=self._items_per_page,
            offset=pages["offset"],
        )
        return request.render(
            "itsm_service_delivery.portal_documents",
            {
                **self._prepare_portal_layout_values(),
                "kind": kind,
                "page_name": kind,
                "rows": [document._portal_row() for document in documents],
                "message": message,
                "pager": pages,
                "default_url": f"/my/{kind}",
                "sortby": sortby,
                "searchbar_sortings": sortings,
                "filterby": filterby,
                "searchbar_filters": filters,
            },
        )

    def _itsm_sortings(self, model):
        env, day = request.env, model._portal_day
        return {
            "date": {"label": env._("Start"), "order": f"{day} desc, id desc"},
            "number": {"label": env._("Number"), "order": "number, id desc"},
            "state": {"label": env._("State"), "order": f"state, {day} desc, id"},
        }

    def _itsm_filters(self, model):
        env = request.env
        return {
            "all": {"label": env._("All"), "domain": Domain.TRUE},
            "to_sign": {
                "label": env._("To sign"),
                "domain": Domain("id", "in", self._itsm_to_sign(model).ids),
            },
            **{
                name: {"label": label, "domain": Domain("state", "in", states)}
                for name, (label, states) in model._portal_filters().items()
            },
        }
