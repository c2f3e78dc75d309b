from tests.fakes.audit_chain import own_chain, three_days

__all__ = ["own_chain", "three_days"]
