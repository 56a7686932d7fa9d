from . import itsm_demo
