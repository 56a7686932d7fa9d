from . import itsm_frozen_line_mixin, itsm_lifecycle_mixin, res_groups
